import type { Request } from 'express';
import { inLanguage, type Sentences } from '../workflows/flow/words/in-language.js';
import { IMPORT_SENTENCES } from './import-words.js';
import { PROVIDER_SENTENCES } from './provider-words.js';

/** What the API says to the people who use the app, besides what the flow says; a test holds this to the sources. */
export const API_SENTENCES: Sentences = {
  'The body is not JSON': ['El cuerpo no es JSON', 'Le corps n’est pas du JSON'],
  'The request cannot be read': ['No se entiende la petición', 'La demande est illisible'],
  'Please sign in': ['Inicie sesión', 'Connectez-vous'],
  'Not allowed': ['No permitido', 'Non autorisé'],
  'Not found': ['No encontrado', 'Introuvable'],
  Conflict: ['Conflicto', 'Conflit'],
  'The counts have changed': ['Las cuentas han cambiado', 'Les comptes ont changé'],
  'The first request is still running': [
    'La primera petición sigue en marcha',
    'La première demande est encore en cours',
  ],
  'Nobody signs in under this name. Open {0} instead, or, if this name is meant to be ours, set PUBLIC_URL to it and start Journeyman again.':
    [
      'Con este nombre no entra nadie. Abra {0} o, si el nombre debe ser el nuestro, ponga en PUBLIC_URL este nombre y vuelva a iniciar Journeyman.',
      'Personne ne se connecte sous ce nom. Ouvrez {0} ou, si ce nom doit être le nôtre, indiquez-le dans PUBLIC_URL et redémarrez Journeyman.',
    ],
  'Choose true, or leave it out.': ['Elija true, o no lo indique.', 'Choisissez true, ou ne l’indiquez pas.'],
  'No longer available': ['Ya no disponible', 'Plus disponible'],
  'Somebody else has changed this': ['Otra persona lo ha cambiado', 'Quelqu’un d’autre l’a modifié'],
  'The body is too large': ['Es demasiado grande', 'C’est trop volumineux'],
  'Something in the request is not right': [
    'Algo de la petición no está bien',
    'Quelque chose dans la demande ne va pas',
  ],
  'This journey cannot run yet': [
    'Este recorrido aún no puede funcionar',
    'Ce parcours ne peut pas encore tourner',
  ],
  'Too many requests': ['Demasiadas peticiones', 'Trop de demandes'],
  'Something went wrong on our side': [
    'Algo ha fallado por nuestra parte',
    'Un problème est survenu chez nous',
  ],
  'Not available right now': ['No disponible ahora mismo', 'Indisponible pour le moment'],

  '{0}: {1*}': ['{0}: {1*}', '{0} : {1*}'],
  '{0}: {1*} (and {2} more, see errors)': ['{0}: {1*} (y {2} más)', '{0} : {1*} (et {2} de plus)'],
  'The request is not right.': ['La petición no está bien.', 'La demande n’est pas correcte.'],
  'This is needed.': ['Esto hace falta.', 'C’est nécessaire.'],
  'This is not one of the forms taken here.': [
    'Aquí no se admite así.',
    'Cette forme n’est pas acceptée ici.',
  ],
  'Give text.': ['Dé un texto.', 'Donnez un texte.'],
  'Give a list.': ['Dé una lista.', 'Donnez une liste.'],
  'Give an object.': ['Dé un objeto.', 'Donnez un objet.'],
  'Give true or false.': ['Diga sí o no.', 'Dites oui ou non.'],
  'Give some text.': ['Escriba algo.', 'Écrivez quelque chose.'],
  'This may not be empty.': ['Esto no puede quedar vacío.', 'Ceci ne peut pas rester vide.'],
  'Keep this to {0} characters.': ['Como mucho {0} caracteres.', 'Au plus {0} caractères.'],
  'Keep this to 500 characters.': ['Como mucho 500 caracteres.', 'Au plus 500 caractères.'],
  'Keep this to 2000 characters.': ['Como mucho 2000 caracteres.', 'Au plus 2 000 caractères.'],
  'Keep what is noted about one customer under 64 KB.': [
    'Lo anotado sobre un cliente, en menos de 64 KB.',
    'Ce qui est noté d’un client doit tenir en 64 Ko.',
  ],
  'A number, time or text in the request is beyond what can be kept.': [
    'Un número, fecha o texto de la petición no se puede guardar.',
    'Un nombre, une date ou un texte de la demande ne peut être gardé.',
  ],
  'Ask for twenty years at most.': ['Pida veinte años como mucho.', 'Demandez vingt ans au plus.'],
  'The file has more than {0} columns. Leave out those that say nothing about customers.': [
    'El archivo tiene más de {0} columnas. Quite las que no digan nada de los clientes.',
    'Le fichier a plus de {0} colonnes. Retirez celles qui ne disent rien des clients.',
  ],
  'Choose customers or events.': ['Elija clientes o eventos.', 'Choisissez clients ou événements.'],
  'Give the text of the file.': ['Dé el texto del archivo.', 'Donnez le texte du fichier.'],
  'Choose refuse or skip.': ['Elija rechazar u omitir.', 'Choisissez refuser ou passer.'],
  'The customer of line {0} was added by somebody else just now. Try again.': [
    'Otra persona acaba de añadir al cliente de la línea {0}. Inténtelo de nuevo.',
    'Quelqu’un vient d’ajouter le client de la ligne {0}. Réessayez.',
  ],
  'This row names nobody: give a name, an email address or a phone number.': [
    'Esta fila no nombra a nadie: dé un nombre, un correo o un teléfono.',
    'Cette ligne ne nomme personne : donnez un nom, un e-mail ou un téléphone.',
  ],
  'Write this on one line.': ['Escríbalo en una línea.', 'Écrivez ceci sur une ligne.'],
  'This holds signs that nobody can read.': [
    'Esto contiene signos que nadie puede leer.',
    'Ceci contient des signes que personne ne peut lire.',
  ],
  'There is no {0*} here.': ['Aquí no existe: {0*}.', 'Ici, cela n’existe pas : {0*}.'],
  'Keep this to {0} entries.': ['Como mucho {0}.', 'Au plus {0}.'],
  'Give at most {0}.': ['Como mucho {0}.', 'Au plus {0}.'],
  'Give at least {0}.': ['Al menos {0}.', 'Au moins {0}.'],
  'Write the name of the business as it is: {0*}': [
    'Escriba el nombre del negocio tal como es: {0*}',
    'Écrivez le nom de l’entreprise tel qu’il est : {0*}',
  ],
  'We do not know {0} as a place for reviews. Give the page of Google, Tripadvisor, Facebook or the like, or one of the website you have set for the business.':
    [
      'No conocemos {0} como sitio de reseñas. Dé la página de Google, Tripadvisor, Facebook o similar, o una de la web que ha indicado para el negocio.',
      'Nous ne connaissons pas {0} comme site d’avis. Donnez la page de Google, Tripadvisor, Facebook ou autre, ou une page du site que vous avez indiqué pour l’entreprise.',
    ],
  'Give a whole number from 1 to 200.': [
    'Dé un número entero de 1 a 200.',
    'Donnez un nombre entier de 1 à 200.',
  ],
  'This is no id: give a UUID such as 0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b.': [
    'Esto no es un identificador.',
    'Ce n’est pas un identifiant.',
  ],
  'Give a country of two letters, such as ES.': [
    'Dé un país con dos letras, como ES.',
    'Donnez un pays en deux lettres, comme FR.',
  ],
  'Give a currency of three letters, such as EUR.': [
    'Dé una moneda con tres letras, como EUR.',
    'Donnez une devise en trois lettres, comme EUR.',
  ],
  'Give the bytes of the picture in base64.': [
    'Dé los bytes de la imagen en base64.',
    'Donnez les octets de l’image en base64.',
  ],
  'Keep the logo under 12 KB.': ['El logotipo, como mucho 12 KB.', 'Le logo, au plus 12 Ko.'],
  'Keep the logo to {0} pixels a side.': [
    'El logotipo, como mucho {0} píxeles por lado.',
    'Le logo, au plus {0} pixels de côté.',
  ],
  'This is no PNG or JPEG picture, or a broken one.': [
    'Esto no es una imagen PNG o JPEG, o está dañada.',
    'Ceci n’est pas une image PNG ou JPEG, ou elle est abîmée.',
  ],
  'This is no email address.': ['Esto no es una dirección de correo.', 'Ce n’est pas une adresse e-mail.'],
  'Give a web address that begins with https://.': [
    'Dé una dirección web que empiece por https://.',
    'Donnez une adresse web qui commence par https://.',
  ],
  'Ten review links are enough.': ['Diez enlaces de reseñas bastan.', 'Dix liens d’avis suffisent.'],
  'Give a colour such as #1d4ed8.': ['Dé un color, como #1d4ed8.', 'Donnez une couleur, comme #1d4ed8.'],
  'A secret of fewer than 8 characters protects nothing.': [
    'Un secreto de menos de 8 caracteres no protege nada.',
    'Un secret de moins de 8 caractères ne protège rien.',
  ],
  'A secret is written in visible ASCII characters.': [
    'Un secreto se escribe con letras, cifras y signos sencillos.',
    'Un secret s’écrit avec des lettres, chiffres et signes simples.',
  ],
  'Thirty settings are enough.': ['Treinta ajustes bastan.', 'Trente réglages suffisent.'],
  'Choose active or disabled.': ['Elija activa o desactivada.', 'Choisissez active ou désactivée.'],
  'Choose lead or customer.': ['Elija interesado o cliente.', 'Choisissez prospect ou client.'],
  'Give a rating from 1 to 5.': ['Dé una valoración de 1 a 5.', 'Donnez une note de 1 à 5.'],
  'Choose true or false.': ['Elija sí o no.', 'Choisissez oui ou non.'],
  'Choose from the listed scopes, such as events:write, or * for all of them.': [
    'Elija entre los permisos de la lista, o todos.',
    'Choisissez parmi les droits de la liste, ou tous.',
  ],
  'Choose at least one scope.': ['Elija al menos un permiso.', 'Choisissez au moins un droit.'],
  'Give a password.': ['Escriba una contraseña.', 'Donnez un mot de passe.'],
  'Use at least 10 characters.': ['Use al menos 10 caracteres.', 'Au moins 10 caractères.'],
  'Use at most 128 characters.': ['Use como mucho 128 caracteres.', 'Au plus 128 caractères.'],
  'Give a day such as 2026-11-20.': ['Dé un día, como 2026-11-20.', 'Donnez un jour, comme 2026-11-20.'],
  'Choose finish, move or end.': [
    'Elija terminar, mover o acabar.',
    'Choisissez terminer, déplacer ou finir.',
  ],
  'Say who: { id } of a customer, or a customer as in an event.': ['Diga quién.', 'Dites qui.'],
  'Only texts can be written by hand.': [
    'A mano solo se escriben SMS.',
    'À la main, on n’écrit que des SMS.',
  ],

  'There is nothing at this address.': ['En esta dirección no hay nada.', 'Il n’y a rien à cette adresse.'],
  'There is no such {0*}.': ['No existe: {0*}.', 'Cela n’existe pas : {0*}.'],
  connection: ['conexión', 'connexion'],
  'API key': ['clave de acceso', 'clé d’accès'],
  code: ['código', 'code'],
  customer: ['cliente', 'client'],
  picture: ['imagen', 'image'],
  place: ['lugar', 'lieu'],
  'member of staff': ['persona del equipo', 'membre du personnel'],
  journey: ['recorrido', 'parcours'],
  event: ['suceso', 'événement'],
  enrollment: ['paso por el recorrido', 'passage'],
  invitation: ['invitación', 'invitation'],
  message: ['mensaje', 'message'],
  feedback: ['valoración', 'note'],
  'Enrolled by hand': ['Añadido a mano', 'Ajouté à la main'],
  'The customer came in.': ['El cliente ha entrado.', 'Le client est entré.'],
  'The customer was inside already; that passage ended and a new one began.': [
    'El cliente ya estaba dentro; aquel paso terminó y ha empezado otro.',
    'Le client était déjà à l’intérieur ; ce passage s’est terminé et un autre a commencé.',
  ],
  'The date this customer waits for was read again.': [
    'Se ha vuelto a leer la fecha que espera este cliente.',
    'La date que ce client attend a été relue.',
  ],
  'A later step waits for this; it is kept for then.': [
    'Un paso posterior espera esto; se guarda para entonces.',
    'Une étape plus loin attend ceci ; c’est gardé pour ce moment.',
  ],
  'The journey is on hold; it counts when it goes on.': [
    'El recorrido está detenido; contará cuando siga.',
    'Le parcours est retenu ; cela comptera quand il reprendra.',
  ],
  '{0*} The journey is on hold; it counts when it goes on.': [
    '{0*} El recorrido está detenido; contará cuando siga.',
    '{0*} Le parcours est retenu ; cela comptera quand il reprendra.',
  ],
  '{0*}: what this customer waited for.': [
    '{0*}: lo que este cliente esperaba.',
    '{0*} : ce que ce client attendait.',
  ],
  'There is no such journey.': ['Este recorrido no existe.', 'Ce parcours n’existe pas.'],
  'There is no such event.': ['Este suceso no existe.', 'Cet événement n’existe pas.'],
  'There is no such enrollment.': [
    'Este cliente no está en el recorrido.',
    'Ce client n’est pas dans le parcours.',
  ],
  'There is no such case with this journey.': [
    'Este recorrido no tiene ese caso.',
    'Ce parcours n’a pas ce cas.',
  ],
  'There is no such place.': ['Este lugar no existe.', 'Ce lieu n’existe pas.'],
  'There is nobody of that id among the staff.': [
    'No hay nadie así en el equipo.',
    'Il n’y a personne de ce nom dans le personnel.',
  ],

  'You belong to no business. Ask an owner to invite you.': [
    'No pertenece a ningún negocio. Pida a un propietario que le invite.',
    'Vous n’appartenez à aucune entreprise. Demandez à un propriétaire de vous inviter.',
  ],
  'There is no such business, or you do not belong to it.': [
    'Ese negocio no existe o usted no pertenece a él.',
    'Cette entreprise n’existe pas, ou vous n’en faites pas partie.',
  ],
  'This request came from another site. Open Journeyman itself and try again.': [
    'Esta petición venía de otro sitio. Abra Journeyman e inténtelo de nuevo.',
    'Cette demande venait d’un autre site. Ouvrez Journeyman et réessayez.',
  ],
  'This email and password do not belong together.': [
    'Este correo y esta contraseña no van juntos.',
    'Cet e-mail et ce mot de passe ne vont pas ensemble.',
  ],
  'This link has been used or has expired. Ask for a new one.': [
    'Este enlace ya se usó o ha caducado. Pida otro.',
    'Ce lien a servi ou a expiré. Demandez-en un autre.',
  ],
  'Please sign in.': ['Inicie sesión.', 'Connectez-vous.'],
  'Your role, {0*}, does not allow this. Ask an owner or admin of the business.': [
    'Su puesto ({0*}) no permite esto. Pídaselo a un propietario o administrador.',
    'Votre rôle ({0*}) ne le permet pas. Demandez à un propriétaire ou à un administrateur.',
  ],
  'Too many requests. Try again in {0} s.': [
    'Demasiadas peticiones. Inténtelo de nuevo en {0} s.',
    'Trop de demandes. Réessayez dans {0} s.',
  ],
  'The database cannot be reached. Please try again in a moment.': [
    'No se puede llegar a los datos. Inténtelo de nuevo en un momento.',
    'Les données sont inaccessibles. Réessayez dans un instant.',
  ],
  'The request cannot be read.': ['No se entiende la petición.', 'La demande est illisible.'],
  'The address cannot be read.': ['No se entiende la dirección.', 'L’adresse est illisible.'],
  'The body is too large.': ['Es demasiado grande.', 'C’est trop volumineux.'],
  'Something went wrong on our side. If you write to us, mention {0}.': [
    'Algo ha fallado por nuestra parte. Si nos escribe, mencione {0}.',
    'Un problème est survenu chez nous. Si vous nous écrivez, mentionnez {0}.',
  ],
  'A legal hold keeps {0} of this business. Lift it first, if you may.': [
    'Una retención legal guarda {0} de este negocio. Levántela antes, si puede.',
    'Une conservation légale garde {0} de cette entreprise. Levez-la d’abord, si vous le pouvez.',
  ],
  'Keep the body under {0} KB.': ['Como mucho {0} KB.', 'Au plus {0} Ko.'],
  'This Idempotency-Key came with another request. Use a new key.': [
    'Esto ya se envió con otro contenido. Inténtelo de nuevo.',
    'Ceci a déjà été envoyé avec un autre contenu. Réessayez.',
  ],
  'The first request with this Idempotency-Key is still running.': [
    'La primera petición sigue en marcha.',
    'La première demande est encore en cours.',
  ],

  'No event begins this journey, so there is nothing in the past to try it on. Try it on one customer instead.':
    [
      'A este recorrido no lo inicia ningún suceso, así que no hay pasado con el que probarlo. Pruébelo con un cliente.',
      'Aucun événement ne démarre ce parcours : il n’y a pas de passé sur lequel l’essayer. Essayez-le sur un client.',
    ],
  'What this event said is no longer kept, so nobody can tell.': [
    'Lo que decía este suceso ya no se guarda, así que no se puede saber.',
    'Ce que disait cet événement n’est plus gardé ; personne ne peut le dire.',
  ],
  'The customer has since been erased or joined with another.': [
    'Desde entonces se ha borrado al cliente o se ha unido con otro.',
    'Depuis, le client a été effacé ou réuni avec un autre.',
  ],
  'The event names no customer.': [
    'El suceso no nombra a ningún cliente.',
    'L’événement ne nomme aucun client.',
  ],
  'This journey is not finished enough to be tried out: see issues.': [
    'A este recorrido le falta algo para poder probarlo.',
    'Il manque quelque chose à ce parcours pour l’essayer.',
  ],
  'This journey keeps {0} cases already, which is the most. Remove one first.': [
    'Este recorrido ya guarda {0} casos, que es el máximo. Quite uno antes.',
    'Ce parcours garde déjà {0} cas, le maximum. Retirez-en un d’abord.',
  ],
  'Another customer has that {0*}. Change that one instead.': [
    'Otro cliente ya tiene ese dato ({0*}). Cambie aquel.',
    'Un autre client a déjà cette donnée ({0*}). Modifiez celui-là.',
  ],
  'Send If-Match with the ETag of the draft you changed, so that nobody else’s work is overwritten.': [
    'Diga qué borrador ha cambiado, para no pisar el trabajo de nadie.',
    'Dites quel brouillon vous avez modifié, pour n’écraser le travail de personne.',
  ],
  'Somebody else has saved this draft meanwhile. Here is theirs: put your changes into it and save again.': [
    'Otra persona ha guardado este borrador entretanto. Aquí está el suyo: ponga sus cambios y guarde de nuevo.',
    'Quelqu’un d’autre a enregistré ce brouillon entre-temps. Voici le sien : mettez-y vos modifications et enregistrez de nouveau.',
  ],
  'This journey has never been published. Publish it, then people can enter.': [
    'Este recorrido nunca se ha publicado. Publíquelo y podrá entrar gente.',
    'Ce parcours n’a jamais été publié. Publiez-le, et des gens pourront entrer.',
  ],
  'This journey is archived and takes nobody in. Bring it back first.': [
    'Este recorrido está archivado y no admite a nadie. Recupérelo antes.',
    'Ce parcours est archivé et ne prend personne. Rétablissez-le d’abord.',
  ],
  'This customer has only just come in. Try again in a moment.': [
    'Este cliente acaba de entrar. Inténtelo de nuevo en un momento.',
    'Ce client vient d’entrer. Réessayez dans un instant.',
  ],
  'This customer is at the step “{0}” now, so nothing was skipped.': [
    'Este cliente está ahora en el paso «{0}», así que no se ha saltado nada.',
    'Ce client est maintenant à l’étape « {0} » : rien n’a été sauté.',
  ],
  'This customer’s passage is paused already.': [
    'Este cliente ya está en pausa.',
    'Ce client est déjà en pause.',
  ],
  'This customer’s passage is not paused.': [
    'Este cliente no está en pausa.',
    'Ce client n’est pas en pause.',
  ],
  'This customer’s passage is over, so there is nothing to change any more.': [
    'Este cliente ya ha terminado el recorrido; no queda nada que cambiar.',
    'Ce client a terminé le parcours ; il n’y a plus rien à changer.',
  ],
  'What this event said was not kept, so it cannot be matched again.': [
    'Lo que decía este suceso no se guardó, así que no se puede repetir.',
    'Ce que disait cet événement n’a pas été gardé ; il ne peut pas être rejoué.',
  ],
  'This journey has never been published. Publish it, and it is live.': [
    'Este recorrido nunca se ha publicado. Publíquelo y estará en marcha.',
    'Ce parcours n’a jamais été publié. Publiez-le, et il est en service.',
  ],
  'This journey is paused. Resume it with DELETE /pause.': [
    'Este recorrido está en pausa. Deje antes que siga.',
    'Ce parcours est en pause. Laissez-le d’abord reprendre.',
  ],
  'Everybody in this journey is being held. Resume it first, so that nobody is left standing.': [
    'Todos los de este recorrido están detenidos. Deje antes que siga, para que nadie se quede parado.',
    'Tout le monde dans ce parcours est retenu. Laissez-le d’abord reprendre, pour que personne ne reste en plan.',
  ],
  '{0} inside this journey. Archive it and let them finish, or stop them first.': [
    'Hay clientes dentro ({0}). Archívelo y deje que terminen, o párelos antes.',
    'Il y a des clients dedans ({0}). Archivez-le et laissez-les finir, ou arrêtez-les d’abord.',
  ],
  'You cannot give a key what you may not do yourself: {0}.': [
    'No puede dar a una clave lo que usted mismo no puede hacer: {0}.',
    'Vous ne pouvez pas donner à une clé ce que vous ne pouvez pas faire vous-même : {0}.',
  ],
  'This picture can no longer be fetched. Ask the customer to send it again.': [
    'Esta imagen ya no se puede recuperar. Pida al cliente que la envíe otra vez.',
    'Cette image ne peut plus être récupérée. Demandez au client de la renvoyer.',
  ],
  'Twilio no longer has this picture. Ask the customer to send it again.': [
    'Twilio ya no tiene esta imagen. Pida al cliente que la envíe otra vez.',
    'Twilio n’a plus cette image. Demandez au client de la renvoyer.',
  ],
  'This file is no picture that can be shown here. Ask the customer for a photo.': [
    'Este archivo no es una imagen que se pueda mostrar aquí. Pida al cliente una foto.',
    'Ce fichier n’est pas une image que l’on puisse montrer ici. Demandez une photo au client.',
  ],
  'This picture is larger than 5 MB. Ask the customer for a smaller one.': [
    'Esta imagen pesa más de 5 MB. Pida al cliente una más pequeña.',
    'Cette image dépasse 5 Mo. Demandez au client une plus petite.',
  ],
  'Twilio does not accept our password for this picture. Look at the auth token under Connections.': [
    'Twilio no acepta nuestra contraseña para esta imagen. Revise el «auth token» en Conexiones.',
    'Twilio refuse notre mot de passe pour cette image. Vérifiez l’« auth token » dans Connexions.',
  ],
  'Twilio did not hand this picture over. Try again in a minute.': [
    'Twilio no ha entregado esta imagen. Inténtelo de nuevo en un minuto.',
    'Twilio n’a pas remis cette image. Réessayez dans une minute.',
  ],
  'Too much of this is asked for at once. Try again in a minute.': [
    'Se pide demasiado a la vez. Inténtelo de nuevo en un minuto.',
    'Trop est demandé à la fois. Réessayez dans une minute.',
  ],
  'This message cannot be taken back: it is on its way, or nobody wrote it by hand.': [
    'Este mensaje no se puede retirar: ya va de camino, o nadie lo escribió a mano.',
    'Ce message ne peut pas être repris : il est parti, ou personne ne l’a écrit à la main.',
  ],
  'This journey is a draft: nobody is in it, so there is nothing to pause.': [
    'Este recorrido es un borrador: no hay nadie dentro ni nada que pausar.',
    'Ce parcours est un brouillon : personne n’y est, il n’y a rien à mettre en pause.',
  ],
  'This journey is paused like that already.': [
    'Este recorrido ya está en pausa así.',
    'Ce parcours est déjà en pause ainsi.',
  ],
  'Everybody in this journey is being held. Resume it first and say what becomes of what is overdue; then pause it for new people.':
    [
      'Todos los de este recorrido están detenidos. Deje antes que siga y diga qué pasa con lo atrasado; después páuselo para los nuevos.',
      'Tout le monde dans ce parcours est retenu. Laissez-le d’abord reprendre et dites ce que devient le retard ; puis mettez-le en pause pour les nouveaux.',
    ],
  'This journey is not paused.': ['Este recorrido no está en pausa.', 'Ce parcours n’est pas en pause.'],
  'Somebody signs in with that email address already.': [
    'Alguien ya entra con ese correo.',
    'Quelqu’un se connecte déjà avec cette adresse.',
  ],
  'This invitation has expired. Ask for a new one.': [
    'Esta invitación ha caducado. Pida otra.',
    'Cette invitation a expiré. Demandez-en une autre.',
  ],
  'This invitation was used or taken back a moment ago.': [
    'Esta invitación se acaba de usar o de retirar.',
    'Cette invitation vient d’être utilisée ou retirée.',
  ],
  'You belong to this business already. Just sign in.': [
    'Ya pertenece a este negocio. Basta con iniciar sesión.',
    'Vous faites déjà partie de cette entreprise. Connectez-vous.',
  ],
  'You have an account under this email address; that is not its password.': [
    'Tiene una cuenta con este correo; esa no es su contraseña.',
    'Vous avez un compte avec cette adresse ; ce n’est pas son mot de passe.',
  ],
  'Somebody made an account with this address just now. Try again.': [
    'Alguien acaba de crear una cuenta con este correo. Inténtelo de nuevo.',
    'Quelqu’un vient de créer un compte avec cette adresse. Réessayez.',
  ],
  'Only an owner who is signed in can do this with an owner.': [
    'Solo un propietario con la sesión iniciada puede hacer esto con un propietario.',
    'Seul un propriétaire connecté peut faire cela avec un propriétaire.',
  ],
  'A business needs an owner. Make somebody else an owner first.': [
    'Un negocio necesita un propietario. Nombre antes a otro.',
    'Une entreprise a besoin d’un propriétaire. Nommez-en d’abord un autre.',
  ],
  'This installation has been set up. Ask its owner to invite you.': [
    'Esta instalación ya está preparada. Pida a su propietario que le invite.',
    'Cette installation est déjà préparée. Demandez à son propriétaire de vous inviter.',
  ],
  'Another {0*} has that externalId.': [
    'Ya hay otro con ese número: {0*}.',
    'Un autre a déjà ce numéro : {0*}.',
  ],
  'Say whose code it is.': ['Diga de quién es el código.', 'Dites à qui est ce code.'],
  'Say which table it is for.': ['Diga para qué mesa es.', 'Dites pour quelle table.'],
  'Say which invoice it is for.': ['Diga para qué factura es.', 'Dites pour quelle facture.'],
  'The first day must not be after the last.': [
    'El primer día no puede ser posterior al último.',
    'Le premier jour ne peut pas être après le dernier.',
  ],
  'Ask for {0} days at most.': ['Pida {0} días como mucho.', 'Demandez {0} jours au plus.'],
  'This journey has no version {0}.': [
    'Este recorrido no tiene versión {0}.',
    'Ce parcours n’a pas de version {0}.',
  ],
  'This journey is paused and takes nobody in. Publish without those who match already, or let it go on first.':
    [
      'Este recorrido está en pausa y no admite a nadie. Publíquelo sin los que ya encajan, o deje antes que siga.',
      'Ce parcours est en pause et ne prend personne. Publiez sans ceux qui correspondent déjà, ou laissez-le d’abord reprendre.',
    ],
  'Other customers match now than when you looked. Nothing was published; here is how many it is now.': [
    'Ahora encajan otros clientes que cuando lo miró. No se ha publicado nada; aquí tiene cuántos son ahora.',
    'D’autres clients correspondent maintenant que quand vous avez regardé. Rien n’a été publié ; voici combien ils sont.',
  ],
  'This journey is archived. Bring it back (status live) to publish it.': [
    'Este recorrido está archivado. Recupérelo para publicarlo.',
    'Ce parcours est archivé. Rétablissez-le pour le publier.',
  ],
  'People have moved on, or the draft has changed, since you looked. Nothing was published; here is how it is now.':
    [
      'Desde que lo miró, la gente ha avanzado o el borrador ha cambiado. No se ha publicado nada; así está ahora.',
      'Depuis que vous avez regardé, des gens ont avancé ou le brouillon a changé. Rien n’a été publié ; voici l’état actuel.',
    ],
  'There is no phone number for {0}. Add one above, then write.': [
    'No hay teléfono de {0}. Añádalo arriba y después escriba.',
    'Il n’y a pas de numéro pour {0}. Ajoutez-le ci-dessus, puis écrivez.',
  ],
  '{0} has stopped texts from you, or the number cannot be texted. Call instead; they can text START to be written to again.':
    [
      '{0} ha parado sus SMS, o el número no los admite. Llame; si envía START, podrá volver a escribirle.',
      '{0} a arrêté vos SMS, ou le numéro n’en accepte pas. Appelez ; un SMS START de sa part rouvre l’échange.',
    ],
  '{0} does not want texts about their visits. Call or email instead; they can text START to be written to again.':
    [
      '{0} no quiere SMS sobre sus visitas. Llame o escriba un correo; si envía START, podrá volver a escribirle.',
      '{0} ne veut pas de SMS sur ses visites. Appelez ou écrivez un e-mail ; un SMS START de sa part rouvre l’échange.',
    ],
  '{0} has not agreed to texts. Ask first, and record the yes under “May we write?”.': [
    '{0} no ha aceptado recibir SMS. Pregunte antes y anote el sí en su ficha.',
    '{0} n’a pas accepté de SMS. Demandez d’abord, et notez le oui sur sa fiche.',
  ],
  'Where {0} is, it is {1*}: a quiet hour, which ends at {2*}.': [
    'Donde está {0} es {1*}: hora de silencio, que termina el {2*}.',
    'Là où est {0}, il est {1*} : une heure de silence, qui finit {2*}.',
  ],
  'This is not allowed.': ['Esto no está permitido.', 'Ce n’est pas autorisé.'],
  'Something in the request is not right.': [
    'Algo de la petición no está bien.',
    'Quelque chose dans la demande ne va pas.',
  ],
  'Give the number with its country, such as +34600111222.': [
    'Dé el número con su país, como +34600111222.',
    'Donnez le numéro avec son pays, comme +33612345678.',
  ],
  'There is no such customer. They may have been joined with another, or erased.': [
    'Este cliente no existe. Puede que se haya unido con otro o borrado.',
    'Ce client n’existe pas. Il a peut-être été réuni avec un autre, ou effacé.',
  ],
  'There is no such customer.': ['Este cliente no existe.', 'Ce client n’existe pas.'],
  'Give a Standard Webhooks secret: whsec_ and 24 to 64 bytes in base64. Or leave it out.': [
    'Dé un secreto de Standard Webhooks: whsec_ y de 24 a 64 bytes en base64. O déjelo vacío.',
    'Donnez un secret Standard Webhooks : whsec_ et 24 à 64 octets en base64. Ou laissez vide.',
  ],
  'Say what the permission rests on, such as “asked by phone on 3 May”.': [
    'Diga en qué se basa el permiso, como «preguntado por teléfono el 3 de mayo».',
    'Dites sur quoi repose l’accord, comme « demandé par téléphone le 3 mai ».',
  ],
  'Version {0}, which this customer is in, has no step “{1}”.': [
    'La versión {0}, en la que está este cliente, no tiene el paso «{1}».',
    'La version {0}, où se trouve ce client, n’a pas d’étape « {1} ».',
  ],
  'That time has passed; such a key would never work.': [
    'Ese momento ya pasó; una clave así nunca funcionaría.',
    'Ce moment est passé ; une telle clé ne marcherait jamais.',
  ],
  'Give an email address.': ['Dé una dirección de correo.', 'Donnez une adresse e-mail.'],
  'This journey cannot run yet.': [
    'Este recorrido aún no puede funcionar.',
    'Ce parcours ne peut pas encore tourner.',
  ],
  'Say your name.': ['Diga su nombre.', 'Dites votre nom.'],
  'A test goes to somebody of the team only. Give the address you sign in with.': [
    'Una prueba solo va a alguien del equipo. Dé la dirección con la que inicia sesión.',
    'Un essai ne va qu’à quelqu’un de l’équipe. Donnez l’adresse avec laquelle vous vous connectez.',
  ],
  'Emails do not leave yet: no email provider is connected, and customers’ messages are kept in the app. Connect one where Journeyman is run (EMAIL_PROVIDER), then try again.':
    [
      'Los correos aún no salen: no hay proveedor conectado y los mensajes se guardan en la aplicación. Conecte uno donde se ejecuta Journeyman (EMAIL_PROVIDER) e inténtelo de nuevo.',
      'Les e-mails ne partent pas encore : aucun prestataire n’est relié et les messages restent dans l’application. Reliez-en un là où tourne Journeyman (EMAIL_PROVIDER), puis réessayez.',
    ],
  'Texts do not leave yet: no provider for texts is connected, and customers’ messages are kept in the app. Connect one where Journeyman is run (SMS_PROVIDER), then try again.':
    [
      'Los SMS aún no salen: no hay proveedor conectado y los mensajes se guardan en la aplicación. Conecte uno donde se ejecuta Journeyman (SMS_PROVIDER) e inténtelo de nuevo.',
      'Les SMS ne partent pas encore : aucun prestataire n’est relié et les messages restent dans l’application. Reliez-en un là où tourne Journeyman (SMS_PROVIDER), puis réessayez.',
    ],
  'This address has unsubscribed from your messages, or refused them, so nothing is sent to it.': [
    'Esta dirección se ha dado de baja de sus mensajes o los ha rechazado, así que no se le envía nada.',
    'Cette adresse s’est désinscrite de vos messages, ou les a refusés : rien ne lui est envoyé.',
  ],
  'This number has stopped your texts. Send START from it to the number they come from, then try again.': [
    'Este número ha parado sus SMS. Envíe START desde él al número del que llegan e inténtelo de nuevo.',
    'Ce numéro a arrêté vos SMS. Envoyez START depuis lui au numéro d’où ils viennent, puis réessayez.',
  ],
  '{0} tests were sent within the hour, which is as many as may be. Try again in {1*}.': [
    'Se han enviado {0} pruebas en una hora, que es el máximo. Inténtelo de nuevo en {1*}.',
    '{0} essais ont été envoyés en une heure, le maximum. Réessayez dans {1*}.',
  ],
  'Taken in when version {0} was published.': [
    'Entró al publicarse la versión {0}.',
    'Entré à la publication de la version {0}.',
  ],
  'Paused by hand.': ['Pausado a mano.', 'Mis en pause à la main.'],
  'Nothing matched, because no journey listens for this.': [
    'No ha encajado nada, porque ningún recorrido espera esto.',
    'Rien ne correspondait : aucun parcours n’attend ceci.',
  ],
  'The date this waits for changed.': ['La fecha que se esperaba ha cambiado.', 'La date attendue a changé.'],
  'Newer details arrived.': [
    'Han llegado datos más recientes.',
    'Des informations plus récentes sont arrivées.',
  ],
  'The customer is inside already; the newest details were taken over.': [
    'El cliente ya está dentro; se han tomado los datos más recientes.',
    'Le client est déjà à l’intérieur ; les informations les plus récentes ont été reprises.',
  ],
  'The customer is inside already; this waits until that passage ends.': [
    'El cliente ya está dentro; esto espera a que termine.',
    'Le client est déjà à l’intérieur ; ceci attend la fin de ce passage.',
  ],
  'The email address belongs to another customer and was left with them.': [
    'El correo es de otro cliente y se le ha dejado a él.',
    'L’adresse e-mail est celle d’un autre client et lui a été laissée.',
  ],
  'The business was deleted.': ['El negocio se borró.', 'L’entreprise a été supprimée.'],
  'This step is named twice.': ['Este paso se nombra dos veces.', 'Cette étape est nommée deux fois.'],
  'The new version has no step “{0}”. Say where these people go.': [
    'La versión nueva no tiene el paso «{0}». Diga adónde va esta gente.',
    'La nouvelle version n’a pas d’étape « {0} ». Dites où vont ces personnes.',
  ],
  'The new version has no step “{0}”.': [
    'La versión nueva no tiene el paso «{0}».',
    'La nouvelle version n’a pas d’étape « {0} ».',
  ],
  'The journey was changed; goes on in version {0}.': [
    'El recorrido cambió; sigue en la versión {0}.',
    'Le parcours a changé ; la suite se fait dans la version {0}.',
  ],
  'Taken back before it was sent.': ['Retirado antes de enviarse.', 'Repris avant l’envoi.'],
  ...IMPORT_SENTENCES,
  ...PROVIDER_SENTENCES,
};

/** The language a request asks for (Accept-Language, RFC 9110 §12.5.4), of those the product is written in. */
export const languageOf = (request: Request): string => request.acceptsLanguages('en', 'es', 'fr') || 'en';

/**
 * An answer with our own sentences in a language: problems, faults of the checker, reasons and changes. What people
 * wrote (names, messages, flows) is not touched.
 */
export function answerIn(language: string, body: unknown): unknown {
  return language === 'en' ? body : spoken(body, inLanguage(language, API_SENTENCES), 0);
}

/** Keys that hold what others wrote. */
const THEIRS: ReadonlySet<string> = new Set([
  'flow',
  'settings',
  'data',
  'payload',
  'attributes',
  'text',
  'html',
]);
const DEEPEST = 8;

function spoken(made: unknown, say: (english: string) => string, depth: number): unknown {
  if (Array.isArray(made)) return made.map((one) => spoken(one, say, depth + 1));
  if (!isPlain(made) || depth > DEEPEST) return made;
  return Object.fromEntries(
    Object.entries(made).map(([key, value]) => {
      if (typeof value === 'string') return [key, isOurs(key, made) ? say(value) : value];
      return [key, THEIRS.has(key) ? value : spoken(value, say, depth + 1)];
    }),
  );
}

/** Is this string one of our sentences? Known by what stands beside it. */
function isOurs(key: string, beside: Record<string, unknown>): boolean {
  switch (key) {
    case 'message':
      return 'code' in beside || 'path' in beside || 'line' in beside;
    case 'detail':
    case 'title':
      return 'status' in beside && 'type' in beside;
    case 'sentence':
      return 'change' in beside || 'stepId' in beside;
    case 'label':
      return 'passed' in beside;
    case 'note':
      return 'receivedAt' in beside;
    case 'what':
      return 'kind' in beside && 'exit' in beside;
    default:
      return false;
  }
}

const isPlain = (made: unknown): made is Record<string, unknown> =>
  typeof made === 'object' && made !== null && Object.getPrototypeOf(made) === Object.prototype;
