import type { Sentences } from '../workflows/flow/words/in-language.js';

/** Why a message could not be handed over, as the worker notes it: who carries it, and what came back. */
export const PROVIDER_SENTENCES: Sentences = {
  '{0} asks us to slow down.': ['{0} nos pide ir más despacio.', '{0} nous demande de ralentir.'],
  '{0} is not available right now.': [
    '{0} no está disponible ahora.',
    '{0} n’est pas disponible pour le moment.',
  ],
  '{0} does not accept our key. An operator must look at the settings.': [
    '{0} no acepta nuestra clave. Quien administra Journeyman debe revisar los ajustes.',
    '{0} n’accepte pas notre clé. Un administrateur de Journeyman doit revoir les réglages.',
  ],
  '{0} is not at that address. An operator must look at the settings.': [
    '{0} no está en esa dirección. Quien administra Journeyman debe revisar los ajustes.',
    '{0} n’est pas à cette adresse. Un administrateur de Journeyman doit revoir les réglages.',
  ],
  '{0} answered {1}; the message may have been sent.': [
    '{0} respondió {1}; puede que el mensaje se haya enviado.',
    '{0} a répondu {1} ; le message est peut-être parti.',
  ],
  '{0} refused this message ({1}).': ['{0} rechazó este mensaje ({1}).', '{0} a refusé ce message ({1}).'],
  '{0} could not be reached.': ['No se pudo llegar a {0}.', '{0} était injoignable.'],
  '{0} did not answer; the message may have been sent.': [
    '{0} no respondió; puede que el mensaje se haya enviado.',
    '{0} n’a pas répondu ; le message est peut-être parti.',
  ],
  '{0} answered something we do not understand; the message may have been sent.': [
    '{0} respondió algo que no entendemos; puede que el mensaje se haya enviado.',
    '{0} a répondu quelque chose d’incompréhensible ; le message est peut-être parti.',
  ],
  '{0} could not be searched.': ['No se pudo buscar en {0}.', 'La recherche chez {0} a échoué.'],
  'The provider was asked afterwards and had it.': [
    'Se preguntó después al proveedor y lo tenía.',
    'Le prestataire, interrogé ensuite, l’avait bien.',
  ],
  'Postmark no longer sends to this address: it bounced, complained or was blocked.': [
    'Postmark ya no envía a esta dirección: rebotó, se quejó o se bloqueó.',
    'Postmark n’envoie plus à cette adresse : rejet, plainte ou blocage.',
  ],
  'Postmark cannot read this message or its address.': [
    'Postmark no entiende este mensaje o su dirección.',
    'Postmark ne peut pas lire ce message ou son adresse.',
  ],
  'Postmark does not accept mail from us. An operator must look at the account and the sender address.': [
    'Postmark no acepta correo nuestro. Quien administra Journeyman debe revisar la cuenta y el remitente.',
    'Postmark n’accepte pas nos e-mails. Un administrateur de Journeyman doit revoir le compte et l’expéditeur.',
  ],
  'Postmark refused this message.': ['Postmark rechazó este mensaje.', 'Postmark a refusé ce message.'],
  'Resend has met this message before; it may have been sent.': [
    'Resend ya conocía este mensaje; puede que se haya enviado.',
    'Resend connaissait déjà ce message ; il est peut-être parti.',
  ],
  'All connections to the mail server are in use.': [
    'Todas las conexiones con el servidor de correo están en uso.',
    'Toutes les connexions au serveur de courrier sont prises.',
  ],
  'The mail server went silent after taking the message; it may have been sent.': [
    'El servidor de correo calló tras tomar el mensaje; puede que se haya enviado.',
    'Le serveur de courrier s’est tu après avoir pris le message ; il est peut-être parti.',
  ],
  'The mail server could not be reached.': [
    'No se pudo llegar al servidor de correo.',
    'Le serveur de courrier était injoignable.',
  ],
  'The mail server asks us to come back later.': [
    'El servidor de correo nos pide volver más tarde.',
    'Le serveur de courrier nous demande de revenir plus tard.',
  ],
  'The mail server refused this message.': [
    'El servidor de correo rechazó este mensaje.',
    'Le serveur de courrier a refusé ce message.',
  ],
  'The mail server does not accept mail from us. An operator must look at the settings.': [
    'El servidor de correo no acepta correo nuestro. Quien administra Journeyman debe revisar los ajustes.',
    'Le serveur de courrier n’accepte pas nos e-mails. Un administrateur de Journeyman doit revoir les réglages.',
  ],
  '{0*} An operator must look at the Twilio account.': [
    '{0*} Quien administra Journeyman debe revisar la cuenta de Twilio.',
    '{0*} Un administrateur de Journeyman doit revoir le compte Twilio.',
  ],
  'The address did not answer in time.': [
    'La dirección no respondió a tiempo.',
    'L’adresse n’a pas répondu à temps.',
  ],
  'The name of the address does not exist or cannot be looked up now.': [
    'El nombre de la dirección no existe o no se puede consultar ahora.',
    'Le nom de l’adresse n’existe pas ou ne peut pas être consulté pour le moment.',
  ],
  'The connection failed ({0}).': ['La conexión falló ({0}).', 'La connexion a échoué ({0}).'],
  'This is not a web address.': ['Esto no es una dirección web.', 'Ce n’est pas une adresse web.'],
  'The address must not hold a user name or password.': [
    'La dirección no puede llevar usuario ni contraseña.',
    'L’adresse ne doit contenir ni nom d’utilisateur ni mot de passe.',
  ],
  'The address must begin with https://.': [
    'La dirección debe empezar por https://.',
    'L’adresse doit commencer par https://.',
  ],
  'The address must use port {0}.': [
    'La dirección debe usar el puerto {0}.',
    'L’adresse doit utiliser le port {0}.',
  ],
  'The address leads into a private network.': [
    'La dirección lleva a una red privada.',
    'L’adresse mène à un réseau privé.',
  ],

  // What Twilio and the phone networks say.
  'This is not a phone number that can be texted.': [
    'No es un número al que se puedan enviar SMS.',
    'On ne peut pas envoyer de SMS à ce numéro.',
  ],
  'The sending number is not registered with the phone networks.': [
    'El número remitente no está registrado en las redes telefónicas.',
    'Le numéro d’envoi n’est pas enregistré auprès des opérateurs.',
  ],
  'The sending number does not belong to the account.': [
    'El número remitente no es de la cuenta.',
    'Le numéro d’envoi n’appartient pas au compte.',
  ],
  'The Messaging Service of the Twilio account is not set up for this.': [
    'El servicio de mensajes de la cuenta de Twilio no está preparado para esto.',
    'Le service de messagerie du compte Twilio n’est pas prévu pour cela.',
  ],
  'Twilio held this text back, because texts to numbers like this one are often fraud.': [
    'Twilio retuvo este SMS: los envíos a números como este suelen ser fraude.',
    'Twilio a retenu ce SMS : les envois vers de tels numéros sont souvent frauduleux.',
  ],
  'Twilio does not accept our credentials.': [
    'Twilio no acepta nuestras credenciales.',
    'Twilio n’accepte pas nos identifiants.',
  ],
  'The Twilio account is not active.': [
    'La cuenta de Twilio no está activa.',
    'Le compte Twilio n’est pas actif.',
  ],
  'Twilio does not know this account.': ['Twilio no conoce esta cuenta.', 'Twilio ne connaît pas ce compte.'],
  'Twilio had a fault of its own.': ['Twilio tuvo un fallo propio.', 'Twilio a eu une panne.'],
  'The sending number has not been verified at Twilio.': [
    'El número remitente no está verificado en Twilio.',
    'Le numéro d’envoi n’est pas vérifié chez Twilio.',
  ],
  'The sending number is not a number.': [
    'El remitente no es un número.',
    'L’expéditeur n’est pas un numéro.',
  ],
  'This number cannot be reached.': ['No se puede llegar a este número.', 'Ce numéro est injoignable.'],
  'A Twilio trial account may only text verified numbers.': [
    'Una cuenta de prueba de Twilio solo envía a números verificados.',
    'Un compte d’essai Twilio n’écrit qu’aux numéros vérifiés.',
  ],
  'Short numbers cannot be texted.': [
    'No se pueden enviar SMS a números cortos.',
    'On ne peut pas écrire aux numéros courts.',
  ],
  'This is our own sending number.': [
    'Es nuestro propio número remitente.',
    'C’est notre propre numéro d’envoi.',
  ],
  'This number belongs to an information service and cannot be texted.': [
    'Este número es de un servicio de información y no admite SMS.',
    'Ce numéro est celui d’un service d’information et n’accepte pas de SMS.',
  ],
  'The sending number does not do this.': [
    'El número remitente no hace esto.',
    'Le numéro d’envoi ne fait pas cela.',
  ],
  'Texts to this country are not switched on in the Twilio account.': [
    'Los SMS a este país no están activados en la cuenta de Twilio.',
    'Les SMS vers ce pays ne sont pas activés dans le compte Twilio.',
  ],
  'The sending number cannot send texts.': [
    'El número remitente no puede enviar SMS.',
    'Le numéro d’envoi ne peut pas envoyer de SMS.',
  ],
  'The text is empty.': ['El SMS está vacío.', 'Le SMS est vide.'],
  'The sending number is missing.': ['Falta el número remitente.', 'Il manque le numéro d’envoi.'],
  'There is no number to text.': ['No hay número al que escribir.', 'Il n’y a pas de numéro à qui écrire.'],
  'The text is too long.': ['El SMS es demasiado largo.', 'Le SMS est trop long.'],
  'The address for receipts is not one Twilio takes.': [
    'Twilio no admite la dirección para los acuses.',
    'Twilio n’accepte pas l’adresse des accusés.',
  ],
  'This person has answered STOP to this number.': [
    'Esta persona respondió STOP a este número.',
    'Cette personne a répondu STOP à ce numéro.',
  ],
  'The sending number has too many texts waiting.': [
    'El número remitente tiene demasiados SMS en espera.',
    'Trop de SMS attendent sur le numéro d’envoi.',
  ],
  'Texts cannot be sent from our number to this one.': [
    'No se pueden enviar SMS de nuestro número a este.',
    'On ne peut pas envoyer de SMS de notre numéro à celui-ci.',
  ],
  'This number cannot receive texts.': [
    'Este número no puede recibir SMS.',
    'Ce numéro ne peut pas recevoir de SMS.',
  ],
  'More than one sending number fits.': [
    'Encaja más de un número remitente.',
    'Plusieurs numéros d’envoi conviennent.',
  ],
  'The text holds something that cannot be sent.': [
    'El SMS contiene algo que no se puede enviar.',
    'Le SMS contient quelque chose qui ne peut pas être envoyé.',
  ],
  'A picture could not be read.': ['Una imagen no se pudo leer.', 'Une image était illisible.'],
  'Pictures cannot be sent there.': [
    'Allí no se pueden enviar imágenes.',
    'On ne peut pas y envoyer d’images.',
  ],
  'There are too many pictures.': ['Hay demasiadas imágenes.', 'Il y a trop d’images.'],
  'The pictures are too large.': ['Las imágenes son demasiado grandes.', 'Les images sont trop grandes.'],
  'This number is a landline.': ['Este número es un fijo.', 'Ce numéro est une ligne fixe.'],
  'The template does not exist at Twilio.': [
    'La plantilla no existe en Twilio.',
    'Le modèle n’existe pas chez Twilio.',
  ],
  'The template’s fields do not fit.': [
    'Los campos de la plantilla no encajan.',
    'Les champs du modèle ne correspondent pas.',
  ],
  'The Messaging Service has no sending number.': [
    'El servicio de mensajes no tiene número remitente.',
    'Le service de messagerie n’a pas de numéro d’envoi.',
  ],
  'Twilio’s queue is full.': ['La cola de Twilio está llena.', 'La file de Twilio est pleine.'],
  'The Twilio account is suspended.': [
    'La cuenta de Twilio está suspendida.',
    'Le compte Twilio est suspendu.',
  ],
  'The phone could not be reached.': ['No se pudo llegar al teléfono.', 'Le téléphone était injoignable.'],
  'This person or their network has blocked the sending number.': [
    'Esta persona o su red ha bloqueado el número remitente.',
    'Cette personne ou son opérateur a bloqué le numéro d’envoi.',
  ],
  'This number does not exist any more.': ['Este número ya no existe.', 'Ce numéro n’existe plus.'],
  'This number is a landline, or its network cannot be reached.': [
    'Este número es un fijo, o no se puede llegar a su red.',
    'Ce numéro est une ligne fixe, ou son réseau est injoignable.',
  ],
  'The phone network filtered the text out.': [
    'La red telefónica filtró el SMS.',
    'L’opérateur a filtré le SMS.',
  ],
  'The phone network failed without saying why.': [
    'La red telefónica falló sin decir por qué.',
    'L’opérateur a échoué sans dire pourquoi.',
  ],
  'A part of the text was lost on its way.': [
    'Una parte del SMS se perdió por el camino.',
    'Une partie du SMS s’est perdue en route.',
  ],
  'The text costs more than the account allows.': [
    'El SMS cuesta más de lo que permite la cuenta.',
    'Le SMS coûte plus que le compte ne l’autorise.',
  ],
  'Pictures cannot be sent to this phone.': [
    'No se pueden enviar imágenes a este teléfono.',
    'On ne peut pas envoyer d’images à ce téléphone.',
  ],
  'The text waited too long at Twilio.': [
    'El SMS esperó demasiado en Twilio.',
    'Le SMS a attendu trop longtemps chez Twilio.',
  ],
  'The phone network was overloaded.': ['La red telefónica estaba saturada.', 'L’opérateur était saturé.'],
  'Senders must be registered before texting to this country.': [
    'Para enviar SMS a este país hay que registrar el remitente.',
    'Il faut enregistrer l’expéditeur avant d’écrire vers ce pays.',
  ],
  'The text is larger than the phone network takes.': [
    'El SMS es mayor de lo que admite la red telefónica.',
    'Le SMS est plus grand que ce que l’opérateur accepte.',
  ],
  'The phone network failed.': ['La red telefónica falló.', 'L’opérateur a échoué.'],
  'The sending number is over its rate.': [
    'El número remitente ha superado su ritmo.',
    'Le numéro d’envoi dépasse son débit.',
  ],
  'The sending number has used up what it may send today.': [
    'El número remitente ha agotado lo que puede enviar hoy.',
    'Le numéro d’envoi a épuisé son quota du jour.',
  ],
  'The toll-free sending number has not been verified.': [
    'El número gratuito remitente no está verificado.',
    'Le numéro vert d’envoi n’est pas vérifié.',
  ],
  'The registration of the sending number is suspended.': [
    'El registro del número remitente está suspendido.',
    'L’enregistrement du numéro d’envoi est suspendu.',
  ],
  'The text could not be delivered in time.': [
    'El SMS no se pudo entregar a tiempo.',
    'Le SMS n’a pas pu être livré à temps.',
  ],
  'Sending texts is switched off in the Twilio account.': [
    'El envío de SMS está desactivado en la cuenta de Twilio.',
    'L’envoi de SMS est désactivé dans le compte Twilio.',
  ],
  'The phone network took the text for a login code and did not deliver it.': [
    'La red telefónica tomó el SMS por un código de acceso y no lo entregó.',
    'L’opérateur a pris le SMS pour un code de connexion et ne l’a pas livré.',
  ],
  'Two machines kept texting each other, so Twilio stopped it.': [
    'Dos máquinas se escribían sin parar, y Twilio lo detuvo.',
    'Deux machines s’écrivaient sans fin, et Twilio y a mis fin.',
  ],
  'The sender’s name is not registered with the phone network.': [
    'El nombre del remitente no está registrado en la red telefónica.',
    'Le nom de l’expéditeur n’est pas enregistré chez l’opérateur.',
  ],
  'The sender’s name is not allowed by the phone network.': [
    'La red telefónica no permite el nombre del remitente.',
    'L’opérateur n’autorise pas le nom de l’expéditeur.',
  ],
  'The sending number is not allowed to text there.': [
    'El número remitente no puede enviar SMS allí.',
    'Le numéro d’envoi n’a pas le droit d’y écrire.',
  ],
  'The registration of the sending number is not complete.': [
    'El registro del número remitente no está completo.',
    'L’enregistrement du numéro d’envoi n’est pas complet.',
  ],
  'A Twilio trial account may only send short texts.': [
    'Una cuenta de prueba de Twilio solo envía SMS cortos.',
    'Un compte d’essai Twilio n’envoie que des SMS courts.',
  ],
  'The Twilio account is not verified yet.': [
    'La cuenta de Twilio aún no está verificada.',
    'Le compte Twilio n’est pas encore vérifié.',
  ],
  'The phone network did not answer.': ['La red telefónica no respondió.', 'L’opérateur n’a pas répondu.'],
  'The Twilio account has used up what it may send today.': [
    'La cuenta de Twilio ha agotado lo que puede enviar hoy.',
    'Le compte Twilio a épuisé son quota du jour.',
  ],
  'The Twilio account is over its rate.': [
    'La cuenta de Twilio ha superado su ritmo.',
    'Le compte Twilio dépasse son débit.',
  ],
  'The sender is over its rate.': ['El remitente ha superado su ritmo.', 'L’expéditeur dépasse son débit.'],
};
