import type { Sentences } from './in-language.js';

/** Everything the flow says to owners, in Spanish and French; a test holds this to the sources. */
export const FLOW_SENTENCES: Sentences = {
  // the journey as a whole
  '“{0}” is no kind of step; this step is left out.': [
    '«{0}» no es ningún tipo de paso; este paso se deja fuera.',
    '« {0} » n’est pas un type d’étape ; cette étape est laissée de côté.',
  ],
  'A step needs an id of letters, digits, hyphens and underscores; this step is left out.': [
    'Un paso necesita un identificador de letras, cifras, guiones y guiones bajos; este paso se deja fuera.',
    'Une étape a besoin d’un identifiant en lettres, chiffres, tirets et tirets bas ; cette étape est laissée de côté.',
  ],
  'A journey can have {0} steps; those after are left out. Split it into several journeys.': [
    'Un recorrido puede tener {0} pasos; los demás se dejan fuera. Divídalo en varios.',
    'Un parcours peut avoir {0} étapes ; les suivantes sont laissées de côté. Faites-en plusieurs.',
  ],
  'Choose what begins this journey.': [
    'Elija qué inicia este recorrido.',
    'Choisissez ce qui démarre ce parcours.',
  ],
  'This journey does nothing yet: add a first step.': [
    'Este recorrido aún no hace nada: añada un primer paso.',
    'Ce parcours ne fait encore rien : ajoutez une première étape.',
  ],
  '{0} steps are hard to keep in view; consider two journeys.': [
    'Con {0} pasos es difícil ver el conjunto; piense en dos recorridos.',
    '{0} étapes, c’est difficile à embrasser du regard ; pensez à deux parcours.',
  ],
  'Choose the step this journey begins with.': [
    'Elija con qué paso empieza este recorrido.',
    'Choisissez l’étape par laquelle ce parcours commence.',
  ],
  'Two steps have the id “{0}”; give each its own.': [
    'Dos pasos tienen el identificador «{0}»; dé a cada uno el suyo.',
    'Deux étapes ont l’identifiant « {0} » ; donnez à chacune le sien.',
  ],
  'Two steps have the id “{0}”.': [
    'Dos pasos tienen el identificador «{0}».',
    'Deux étapes ont l’identifiant « {0} ».',
  ],
  'There is no step “{0}” to begin with.': [
    'No hay ningún paso «{0}» con el que empezar.',
    'Il n’y a pas d’étape « {0} » par laquelle commencer.',
  ],
  'Say where “{0}” leads.': ['Diga adónde lleva «{0}».', 'Dites où mène « {0} ».'],
  '“{0}” leads to “{1}”, which does not exist.': [
    '«{0}» lleva a «{1}», que no existe.',
    '« {0} » mène à « {1} », qui n’existe pas.',
  ],
  'There is no step “{0}” to go to.': [
    'No hay ningún paso «{0}» al que ir.',
    'Il n’y a pas d’étape « {0} » où aller.',
  ],
  'No way leads here, so nobody will reach this step. Connect it or remove it.': [
    'Ningún camino lleva aquí, así que nadie llegará a este paso. Conéctelo o quítelo.',
    'Aucun chemin ne mène ici : personne n’atteindra cette étape. Reliez-la ou retirez-la.',
  ],
  'Say what comes after “{0}”: a step, or the end.': [
    'Diga qué viene después de «{0}»: un paso o el final.',
    'Dites ce qui vient après « {0} » : une étape ou la fin.',
  ],
  '“{0}” leads to “{1}”, which does not exist. Choose another step, or the end.': [
    '«{0}» lleva a «{1}», que no existe. Elija otro paso o el final.',
    '« {0} » mène à « {1} », qui n’existe pas. Choisissez une autre étape ou la fin.',
  ],
  'There is no step “{0}” to go to. Choose another.': [
    'No hay ningún paso «{0}» al que ir. Elija otro.',
    'Il n’y a pas d’étape « {0} » où aller. Choisissez-en une autre.',
  ],
  'These steps go round in a circle without a wait, which would send everything at once. Put a wait into the circle.':
    [
      'Estos pasos dan vueltas sin ninguna espera y lo enviarían todo de golpe. Ponga una espera en la vuelta.',
      'Ces étapes tournent en rond sans attente, et tout partirait d’un coup. Mettez une attente dans la boucle.',
    ],
  'These steps go round for ever. Use “Go to step” with a number of times, or let the journey end after a while.':
    [
      'Estos pasos dan vueltas para siempre. Use «Ir al paso» con un número de veces o haga que el recorrido acabe pasado un tiempo.',
      'Ces étapes tournent sans fin. Utilisez « Aller à l’étape » avec un nombre de fois, ou faites finir le parcours après un temps.',
    ],

  // one step
  'Nobody goes to “{0}”: its share is zero.': [
    'Nadie va a «{0}»: su parte es cero.',
    'Personne ne va vers « {0} » : sa part est nulle.',
  ],
  'This waits {0*}, but everyone leaves the journey after {1*}. Shorten one or lengthen the other.': [
    'Aquí se espera {0*}, pero todos salen del recorrido después de {1*}. Acorte lo uno o alargue lo otro.',
    'Ici l’attente dure {0*}, mais tout le monde sort du parcours après {1*}. Raccourcissez l’une ou allongez l’autre.',
  ],
  '{0*} is a very long wait. Is it meant?': [
    '{0*} es una espera muy larga. ¿Es así?',
    '{0*}, c’est une très longue attente. Est-ce voulu ?',
  ],
  'This journey is about no job, invoice or reservation, so “the same one” means the same customer.': [
    'Este recorrido no trata de ningún trabajo, factura ni reserva, así que «el mismo» quiere decir el mismo cliente.',
    'Ce parcours ne porte sur aucune intervention, facture ou réservation : « le même » veut donc dire le même client.',
  ],
  'A message meant for {0*} needs the permission for {1*} messages. Set its purpose to {2*}.': [
    'Un mensaje pensado para {0*} necesita el permiso de los mensajes de {1*}. Ponga como motivo: {2*}.',
    'Un message prévu pour {0*} demande la permission des messages de {1*}. Mettez comme but : {2*}.',
  ],
  service: ['servicio', 'service'],
  review: ['reseña', 'avis'],
  marketing: ['publicidad', 'publicité'],
  'Marketing emails must show your postal address. Add it under Settings.': [
    'Los correos publicitarios deben mostrar su dirección postal. Añádala en Ajustes.',
    'Les e-mails publicitaires doivent montrer votre adresse postale. Ajoutez-la dans les réglages.',
  ],
  'This asks for a rating but has no link to give one. Add {{ ratingLink }}.': [
    'Esto pide una valoración, pero no lleva enlace para darla. Añada {{ ratingLink }}.',
    'Ceci demande une note, mais sans lien pour la donner. Ajoutez {{ ratingLink }}.',
  ],
  'There is no version in {0}; those customers get the main text.': [
    'No hay versión en {0}; esos clientes reciben el texto principal.',
    'Il n’y a pas de version en {0} ; ces clients reçoivent le texte principal.',
  ],
  'The text cannot be put together: {0}. Check the braces and names.': [
    'El texto no se puede componer: {0}. Revise las llaves y los nombres.',
    'Le texte ne peut pas être composé : {0}. Vérifiez les accolades et les noms.',
  ],
  "Customers without “{0*}” will not get this message. Give it a default: {{ {1} | default: '…' }}.": [
    "Los clientes sin «{0*}» no recibirán este mensaje. Dele un texto de reserva: {{ {1} | default: '…' }}.",
    "Les clients sans « {0*} » ne recevront pas ce message. Donnez-lui un texte de secours : {{ {1} | default: '…' }}.",
  ],
  'Nothing in this journey keeps “{0}”. Keep it in a “Call a web address” step first.': [
    'Nada en este recorrido guarda «{0}». Guárdelo antes en un paso «Llamar a una dirección web».',
    'Rien dans ce parcours ne garde « {0} ». Gardez-le d’abord dans une étape « Appeler une adresse web ».',
  ],
  '“{0*}” does not usually say “{1}”.': [
    '«{0*}» no suele decir «{1}».',
    '« {0*} » ne dit en général pas « {1} ».',
  ],
  '“{0*}” does not usually say “{1}”. Did you mean {2}?': [
    '«{0*}» no suele decir «{1}». ¿Quería decir {2}?',
    '« {0*} » ne dit en général pas « {1} ». Vouliez-vous dire {2} ?',
  ],
  'There is no field “{0}”.': ['No hay ningún dato «{0}».', 'Il n’y a pas de donnée « {0} ».'],
  'There is no field “{0}”. Did you mean {1}?': [
    'No hay ningún dato «{0}». ¿Quería decir {1}?',
    'Il n’y a pas de donnée « {0} ». Vouliez-vous dire {1} ?',
  ],
  'This is about {0} texts long, and each is charged. Shorten it.': [
    'Esto ocupa unos {0} SMS y se cobra cada uno. Acórtelo.',
    'Cela fait environ {0} SMS, et chacun est facturé. Raccourcissez-le.',
  ],
  '{0} makes this {1} texts instead of {2}: write “{3}” instead.': [
    '{0} hace que sean {1} SMS en vez de {2}: escriba «{3}» en su lugar.',
    '{0} en fait {1} SMS au lieu de {2} : écrivez « {3} » à la place.',
  ],
  '{0} makes this {1} texts instead of {2}: leave out or replace what a plain phone cannot show.': [
    '{0} hace que sean {1} SMS en vez de {2}: quite o cambie lo que un teléfono sencillo no muestra.',
    '{0} en fait {1} SMS au lieu de {2} : retirez ou remplacez ce qu’un téléphone simple n’affiche pas.',
  ],
  '{0} make this {1} texts instead of {2}: leave out or replace what a plain phone cannot show.': [
    '{0} hacen que sean {1} SMS en vez de {2}: quite o cambie lo que un teléfono sencillo no muestra.',
    '{0} en font {1} SMS au lieu de {2} : retirez ou remplacez ce qu’un téléphone simple n’affiche pas.',
  ],
  'The date {0} has passed, so this is never true any more. Change the date or remove the check.': [
    'La fecha {0} ya ha pasado, así que esto ya nunca se cumple. Cambie la fecha o quite la comprobación.',
    'La date {0} est passée : ceci n’est plus jamais vrai. Changez la date ou retirez la vérification.',
  ],
  'Marketing messages must leave people alone at night. Set quiet hours, or use those of the business.': [
    'Los mensajes publicitarios deben dejar en paz a la gente por la noche. Ponga horas de silencio o use las del negocio.',
    'Les messages publicitaires doivent laisser les gens tranquilles la nuit. Mettez des heures de silence, ou celles de l’entreprise.',
  ],
  'Without quiet hours a rating request may arrive in the night. Set quiet hours, or use those of the business.':
    [
      'Sin horas de silencio, una petición de valoración puede llegar de noche. Ponga horas de silencio o use las del negocio.',
      'Sans heures de silence, une demande de note peut arriver la nuit. Mettez des heures de silence, ou celles de l’entreprise.',
    ],
  'Quiet hours and hours of sending leave no moment to send this. Make one of them wider.': [
    'Las horas de silencio y las de envío no dejan ningún momento para enviar esto. Amplíe unas u otras.',
    'Les heures de silence et d’envoi ne laissent aucun moment pour envoyer ceci. Élargissez les unes ou les autres.',
  ],
  'This journey begins when this happens: {0*}. But its own step “{1}” makes that happen, so it would feed itself. Begin it with something else.':
    [
      'Este recorrido empieza cuando pasa esto: {0*}. Pero su propio paso «{1}» lo provoca, así que se alimentaría a sí mismo. Inícielo con otra cosa.',
      'Ce parcours commence quand ceci arrive : {0*}. Mais sa propre étape « {1} » le provoque : il se nourrirait de lui-même. Démarrez-le autrement.',
    ],
  '“{0}” is still missing.': ['Aún falta «{0}».', 'Il manque encore « {0} ».'],
  'This is still missing.': ['Esto aún falta.', 'Ceci manque encore.'],
  '“{0}” is not filled in the way it must be.': [
    '«{0}» no está rellenado como debe.',
    '« {0} » n’est pas rempli comme il faut.',
  ],
  'This is not filled in the way it must be.': [
    'Esto no está rellenado como debe.',
    'Ceci n’est pas rempli comme il faut.',
  ],

  // what the law and the review sites ask
  'Everyone must be asked alike: review sites and the law forbid asking only happy customers. Ask everyone, and use the rating only for your own reply.':
    [
      'Hay que preguntar a todos por igual: los sitios de reseñas y la ley prohíben preguntar solo a los contentos. Pregunte a todos y use la valoración solo para su propia respuesta.',
      'Il faut demander à tous de la même façon : les sites d’avis et la loi interdisent de ne demander qu’aux clients contents. Demandez à tous, et n’utilisez la note que pour votre propre réponse.',
    ],
  'Who comes in depends on a rating, and this journey asks for reviews. {0*}': [
    'Quién entra depende de una valoración, y este recorrido pide reseñas. {0*}',
    'Qui entre dépend d’une note, et ce parcours demande des avis. {0*}',
  ],
  'This step looks at a rating to decide who is asked for a review. {0*}': [
    'Este paso mira una valoración para decidir a quién se pide una reseña. {0*}',
    'Cette étape regarde une note pour décider à qui demander un avis. {0*}',
  ],
  'This {0*} looks at a rating, so only some customers would still be asked for a review. {1*}': [
    'Aquí ({0*}) se mira una valoración, así que solo a algunos clientes se les pediría una reseña. {1*}',
    'Ici ({0*}) on regarde une note : seuls certains clients se verraient encore demander un avis. {1*}',
  ],
  goal: ['meta', 'but'],
  'stop rule': ['regla de parada', 'règle d’arrêt'],
  'What is remembered here after a rating decides in “{0}” who is asked for a review. {1*}': [
    'Lo que se recuerda aquí tras una valoración decide en «{0}» a quién se pide una reseña. {1*}',
    'Ce qui est retenu ici après une note décide dans « {0} » à qui demander un avis. {1*}',
  ],
  'The link to your public reviews stands inside a condition, so some customers would not get it. Put {{ publicReviewLink }} where everyone sees it.':
    [
      'El enlace a sus reseñas públicas está dentro de una condición, así que algunos clientes no lo recibirían. Ponga {{ publicReviewLink }} donde todos lo vean.',
      'Le lien vers vos avis publics est dans une condition : certains clients ne le recevraient pas. Mettez {{ publicReviewLink }} là où tous le voient.',
    ],
  'A rating decides here who gets the link. {0*}': [
    'Una valoración decide aquí quién recibe el enlace. {0*}',
    'Une note décide ici qui reçoit le lien. {0*}',
  ],
  'A rating decides here what the message says, and it links to a review page. {0*}': [
    'Una valoración decide aquí qué dice el mensaje, y este lleva a una página de reseñas. {0*}',
    'Une note décide ici de ce que dit le message, et il mène à une page d’avis. {0*}',
  ],

  // what the settings of steps must hold
  'Give a time of day from 00:00 to 23:59, such as 09:30.': [
    'Dé una hora del día de 00:00 a 23:59, como 09:30.',
    'Donnez une heure de 00:00 à 23:59, comme 09:30.',
  ],
  'Give a time of day from 00:00 to 24:00, such as 21:00.': [
    'Dé una hora del día de 00:00 a 24:00, como 21:00.',
    'Donnez une heure de 00:00 à 24:00, comme 21:00.',
  ],
  'Choose a weekday, monday to sunday.': [
    'Elija un día de la semana, de lunes a domingo.',
    'Choisissez un jour, de lundi à dimanche.',
  ],
  'Name a field such as event.data.totalCents or customer.tags.': [
    'Elija qué comprobar.',
    'Choisissez ce qu’il faut vérifier.',
  ],
  'Choose one of {0}.': ['Elija una de estas: {0}.', 'Choisissez parmi : {0}.'],
  'Use at most {0} checks in one condition.': [
    'Use como mucho {0} comprobaciones juntas.',
    'Au plus {0} vérifications ensemble.',
  ],
  'Add at least one check.': ['Añada al menos una comprobación.', 'Ajoutez au moins une vérification.'],
  'Compare with a number.': ['Compare con un número.', 'Comparez avec un nombre.'],
  'Give a time span such as P2D (two days) or PT90M (ninety minutes).': [
    'Dé un plazo, como 2 días o 90 minutos.',
    'Donnez une durée, comme 2 jours ou 90 minutes.',
  ],
  'This time span must be longer than nothing.': [
    'Este plazo debe ser mayor que cero.',
    'Cette durée doit être supérieure à zéro.',
  ],
  'Give a time span such as P1D (a day after) or -PT24H (24 hours before).': [
    'Dé un plazo, como un día después o 24 horas antes.',
    'Donnez une durée, comme un jour après ou 24 heures avant.',
  ],
  'Name a field that holds a date, such as customer.attributes.birthday.': [
    'Elija un dato que sea una fecha, como el cumpleaños.',
    'Choisissez une donnée qui soit une date, comme l’anniversaire.',
  ],
  'Name a field that holds a date, such as event.data.startsAt.': [
    'Elija un dato que sea una fecha, como el inicio del trabajo.',
    'Choisissez une donnée qui soit une date, comme le début de l’intervention.',
  ],
  'Choose year, or leave it out.': ['Elija cada año o déjelo.', 'Choisissez chaque année, ou laissez vide.'],
  'Choose what begins the journey: event, date, segment or manual.': [
    'Elija qué inicia el recorrido: algo que pasa, una fecha, una descripción o a mano.',
    'Choisissez ce qui démarre le parcours : un événement, une date, une description ou à la main.',
  ],
  '“{0}” is no known event type; use one of the listed types or a name of your own that begins with custom_.':
    [
      '«{0}» no es ningún suceso conocido; use uno de la lista o un nombre propio que empiece por custom_.',
      '« {0} » n’est pas un événement connu ; prenez-en un de la liste ou un nom à vous qui commence par custom_.',
    ],
  'Give a kind such as job or invoice, in lower case.': [
    'Dé un tipo como job o invoice, en minúsculas.',
    'Donnez un type comme job ou invoice, en minuscules.',
  ],
  'Say which one.': ['Diga cuál.', 'Dites lequel.'],
  'Choose subject or customer.': [
    'Elija el mismo asunto o el mismo cliente.',
    'Choisissez le même sujet ou le même client.',
  ],
  'Give a time with its offset, such as 2026-11-20T15:04:05Z.': [
    'Dé una hora con su zona, como 2026-11-20T15:04:05Z.',
    'Donnez une heure avec son décalage, comme 2026-11-20T15:04:05Z.',
  ],
  'This is no email address.': ['Esto no es una dirección de correo.', 'Ce n’est pas une adresse e-mail.'],
  'Give the phone number with its country, such as +34600111222.': [
    'Dé el teléfono con su país, como +34600111222.',
    'Donnez le téléphone avec son pays, comme +33612345678.',
  ],
  'Give a language such as es or en-GB.': [
    'Dé un idioma, como es o en-GB.',
    'Donnez une langue, comme fr ou en-GB.',
  ],
  'Give a time zone such as Europe/Madrid.': [
    'Dé una zona horaria, como Europe/Madrid.',
    'Donnez un fuseau horaire, comme Europe/Paris.',
  ],
  'Give an id or leave it out.': ['Dé un identificador o déjelo.', 'Donnez un identifiant ou laissez vide.'],
  'This is no kind of step we know.': [
    'No conocemos este tipo de paso.',
    'Nous ne connaissons pas ce type d’étape.',
  ],
  'Add a first step.': ['Añada un primer paso.', 'Ajoutez une première étape.'],
  'Use at most {0} steps.': ['Use como mucho {0} pasos.', 'Au plus {0} étapes.'],
  'Choose email or sms.': ['Elija correo o SMS.', 'Choisissez e-mail ou SMS.'],
  'Choose service, review or marketing.': [
    'Elija servicio, reseña o publicidad.',
    'Choisissez service, avis ou publicité.',
  ],
  'Choose at least one day.': ['Elija al menos un día.', 'Choisissez au moins un jour.'],
  'Give a whole number.': ['Dé un número entero.', 'Donnez un nombre entier.'],
  'Allow at least one message.': ['Permita al menos un mensaje.', 'Autorisez au moins un message.'],
  'Give at least one day.': ['Dé al menos un día.', 'Donnez au moins un jour.'],
  'Choose per_subject, once, every or always.': [
    'Elija si el mismo cliente puede volver a entrar.',
    'Choisissez si le même client peut revenir.',
  ],
  'Choose ignore, restart, merge or queue.': [
    'Elija qué pasa con la misma noticia mientras alguien está dentro.',
    'Choisissez que faire de la même nouvelle pendant que quelqu’un est à l’intérieur.',
  ],
  'Name a step with letters, digits, hyphens and underscores.': [
    'Nombre un paso con letras, cifras, guiones y guiones bajos.',
    'Nommez une étape avec des lettres, chiffres, tirets et tirets bas.',
  ],
  'Add at least one thing to check.': [
    'Añada al menos algo que comprobar.',
    'Ajoutez au moins une chose à vérifier.',
  ],
  'Use at most twenty arms.': ['Use como mucho veinte caminos.', 'Au plus vingt chemins.'],
  'Write it in at most {0} languages.': [
    'Escríbalo como mucho en {0} idiomas.',
    'Écrivez-le en {0} langues au plus.',
  ],
  'Give it a name.': ['Dele un nombre.', 'Donnez-lui un nom.'],
  'Keep the name under 60 characters.': [
    'El nombre, de menos de 60 caracteres.',
    'Un nom de moins de 60 caractères.',
  ],
  'Choose another name.': ['Elija otro nombre.', 'Choisissez un autre nom.'],
  '“{0}” is kept for the other way out; choose another name.': [
    '«{0}» está reservado para el otro camino; elija otro nombre.',
    '« {0} » est réservé à l’autre chemin ; choisissez un autre nom.',
  ],
  'Two are named “{0}”; give each its own name.': [
    'Dos se llaman «{0}»; dé a cada uno su nombre.',
    'Deux s’appellent « {0} » ; donnez à chacun son nom.',
  ],
  'Let people pass at least once.': ['Deje pasar al menos una vez.', 'Laissez passer au moins une fois.'],
  'Let people pass at most 100 times.': [
    'Deje pasar como mucho 100 veces.',
    'Laissez passer au plus 100 fois.',
  ],
  'Write a subject.': ['Escriba un asunto.', 'Écrivez un objet.'],
  'Keep the subject under 500 characters.': [
    'El asunto, de menos de 500 caracteres.',
    'Un objet de moins de 500 caractères.',
  ],
  'A subject is one line.': ['Un asunto es una sola línea.', 'Un objet tient sur une ligne.'],
  'Write the message.': ['Escriba el mensaje.', 'Écrivez le message.'],
  'Keep the email under 50,000 characters.': [
    'El correo, de menos de 50 000 caracteres.',
    'Un e-mail de moins de 50 000 caractères.',
  ],
  'Keep the text under 2,000 characters.': [
    'El SMS, de menos de 2000 caracteres.',
    'Un SMS de moins de 2 000 caractères.',
  ],
  'Say why this is sent: service, review or marketing. Permission depends on it.': [
    'Diga por qué se envía: servicio, reseña o publicidad. De ello depende el permiso.',
    'Dites pourquoi c’est envoyé : service, avis ou publicité. La permission en dépend.',
  ],
  'Choose a member of your team or a role (owner, admin, manager, member, server), not an address.': [
    'Elija a alguien de su equipo o un puesto, no una dirección.',
    'Choisissez quelqu’un de votre équipe ou un rôle, pas une adresse.',
  ],
  'Write what to tell them.': ['Escriba qué decirles.', 'Écrivez ce qu’il faut leur dire.'],
  'Keep the note under 5,000 characters.': [
    'La nota, de menos de 5000 caracteres.',
    'Une note de moins de 5 000 caractères.',
  ],
  'Choose how to ask: by email, by text, or both.': [
    'Elija cómo preguntar: por correo, por SMS o ambos.',
    'Choisissez comment demander : par e-mail, par SMS ou les deux.',
  ],
  'Name each channel once.': ['Nombre cada canal una sola vez.', 'Nommez chaque canal une seule fois.'],
  'A rating request has the intent review.': [
    'Pedir una valoración siempre es una reseña.',
    'Demander une note, c’est toujours un avis.',
  ],
  'Give a number.': ['Dé un número.', 'Donnez un nombre.'],
  'A share cannot be less than nothing.': [
    'Una parte no puede ser menor que cero.',
    'Une part ne peut être inférieure à zéro.',
  ],
  'A split needs at least two arms.': [
    'Un reparto necesita al menos dos caminos.',
    'Une répartition demande au moins deux chemins.',
  ],
  'Give at least one arm a share above zero.': [
    'Dé a algún camino una parte mayor que cero.',
    'Donnez à un chemin au moins une part supérieure à zéro.',
  ],
  'Name the tag.': ['Escriba la etiqueta.', 'Nommez l’étiquette.'],
  'Name an attribute with letters, digits and underscores.': [
    'Nombre el dato con letras, cifras y guiones bajos.',
    'Nommez la donnée avec des lettres, chiffres et tirets bas.',
  ],
  'Give a text, a number, true or false.': [
    'Dé un texto, un número, sí o no.',
    'Donnez un texte, un nombre, oui ou non.',
  ],
  'Say what to change: a tag to add or remove, or something to remember.': [
    'Diga qué cambiar: una etiqueta que poner o quitar, o algo que recordar.',
    'Dites ce qui change : une étiquette à mettre ou à retirer, ou une chose à retenir.',
  ],
  'Say what to wait for.': ['Diga a qué esperar.', 'Dites ce qu’il faut attendre.'],
  'Wait for at most ten things.': ['Espere como mucho a diez cosas.', 'Attendez au plus dix choses.'],
  'Choose message or step.': ['Elija desde cuándo cuenta.', 'Choisissez depuis quand cela compte.'],
  'Choose continue or unknown_date.': [
    'Elija qué hacer si ya ha pasado.',
    'Choisissez que faire si c’est déjà passé.',
  ],
  'Give a web address that begins with https:// and holds no password.': [
    'Dé una dirección web que empiece por https:// y no lleve contraseña.',
    'Donnez une adresse web qui commence par https:// et sans mot de passe.',
  ],
  'Name it with letters, digits and underscores.': [
    'Nómbrelo con letras, cifras y guiones bajos.',
    'Nommez-le avec des lettres, chiffres et tirets bas.',
  ],
  'Give a path into the answer such as $.order.id.': [
    'Dé una ruta dentro de la respuesta, como $.order.id.',
    'Donnez un chemin dans la réponse, comme $.order.id.',
  ],

  // what a step does, on one line
  Wait: ['Esperar', 'Attendre'],
  'Wait for something to happen': ['Esperar a que pase algo', 'Attendre que quelque chose arrive'],
  'Send an email': ['Enviar un correo', 'Envoyer un e-mail'],
  'Send a text': ['Enviar un SMS', 'Envoyer un SMS'],
  'Ask for a rating': ['Pedir una valoración', 'Demander une note'],
  'Check something': ['Comprobar algo', 'Vérifier quelque chose'],
  'Share out': ['Repartir', 'Répartir'],
  'Change the customer': ['Cambiar al cliente', 'Modifier le client'],
  'Call a web address': ['Llamar a una dirección web', 'Appeler une adresse web'],
  'Tell my team': ['Avisar a mi equipo', 'Prévenir mon équipe'],
  'Go to step': ['Ir al paso', 'Aller à l’étape'],
  Finish: ['Terminar', 'Terminer'],
  'no time': ['nada', 'aucun temps'],
  'Wait {0*}': ['Esperar {0*}', 'Attendre {0*}'],
  'Wait until {0*}': ['Esperar hasta {0*}', 'Attendre jusqu’à {0*}'],
  'Wait up to {0*} for: {1*}': ['Esperar como mucho {0*} a: {1*}', 'Attendre au plus {0*} : {1*}'],
  '{0*}, or {1*}': ['{0*} o {1*}', '{0*} ou {1*}'],
  'Monday {0}': ['lunes {0}', 'lundi {0}'],
  'Tuesday {0}': ['martes {0}', 'mardi {0}'],
  'Wednesday {0}': ['miércoles {0}', 'mercredi {0}'],
  'Thursday {0}': ['jueves {0}', 'jeudi {0}'],
  'Friday {0}': ['viernes {0}', 'vendredi {0}'],
  'Saturday {0}': ['sábado {0}', 'samedi {0}'],
  'Sunday {0}': ['domingo {0}', 'dimanche {0}'],
  Monday: ['lunes', 'lundi'],
  Tuesday: ['martes', 'mardi'],
  Wednesday: ['miércoles', 'mercredi'],
  Thursday: ['jueves', 'jeudi'],
  Friday: ['viernes', 'vendredi'],
  Saturday: ['sábado', 'samedi'],
  Sunday: ['domingo', 'dimanche'],
  '{0*} before {1*}': ['{0*} antes de: {1*}', '{0*} avant : {1*}'],
  '{0*} after {1*}': ['{0*} después de: {1*}', '{0*} après : {1*}'],
  '{0*} at {1}': ['{0*} a las {1}', '{0*} à {1}'],
  'Send an email: {0}': ['Enviar un correo: {0}', 'Envoyer un e-mail : {0}'],
  'Send a text: {0}': ['Enviar un SMS: {0}', 'Envoyer un SMS : {0}'],
  'Ask for a rating by {0*}': ['Pedir una valoración por {0*}', 'Demander une note par {0*}'],
  'Ask for a rating by {0*}, and once more after {1*}': [
    'Pedir una valoración por {0*}, y otra vez después de {1*}',
    'Demander une note par {0*}, et encore une fois après {1*}',
  ],
  text: ['SMS', 'SMS'],
  email: ['correo', 'e-mail'],
  'text, else by email': ['SMS, o si no por correo', 'SMS, sinon par e-mail'],
  'email, else by text': ['correo, o si no por SMS', 'e-mail, sinon par SMS'],
  'Check: {0*}': ['Comprobar: {0*}', 'Vérifier : {0*}'],
  '{0*}; {1*}': ['{0*}; {1*}', '{0*} ; {1*}'],
  '{0} if {1*}': ['{0} si {1*}', '{0} si {1*}'],
  'Share out: {0}': ['Repartir: {0}', 'Répartir : {0}'],
  'Call {0}': ['Llamar a {0}', 'Appeler {0}'],
  'Tell a member of my team: {0}': [
    'Avisar a alguien de mi equipo: {0}',
    'Prévenir quelqu’un de mon équipe : {0}',
  ],
  'Tell my team ({0*}): {1}': ['Avisar a mi equipo ({0*}): {1}', 'Prévenir mon équipe ({0*}) : {1}'],
  owner: ['propietarios', 'propriétaires'],
  admin: ['administradores', 'administrateurs'],
  manager: ['encargados', 'responsables'],
  member: ['equipo', 'équipe'],
  server: ['camareros', 'serveurs'],
  'Go to step “{0}”, at most {1} times': [
    'Ir al paso «{0}», como mucho {1} veces',
    'Aller à l’étape « {0} », au plus {1} fois',
  ],
  'Change the customer: {0*}': ['Cambiar al cliente: {0*}', 'Modifier le client : {0*}'],
  'add the tag {0}': ['poner la etiqueta {0}', 'mettre l’étiquette {0}'],
  'take away the tag {0}': ['quitar la etiqueta {0}', 'retirer l’étiquette {0}'],
  'remember {0}: {1}': ['recordar {0}: {1}', 'retenir {0} : {1}'],

  // checks
  '{0*} is known': ['{0*}: se conoce', '{0*} est connu'],
  '{0*} is not known': ['{0*}: no se conoce', '{0*} n’est pas connu'],
  '{0*} is within the last {1*}': ['{0*}: en los últimos {1*}', '{0*} date des derniers {1*}'],
  '{0*} is {1}': ['{0*} es {1}', '{0*} est {1}'],
  '{0*} is not {1}': ['{0*} no es {1}', '{0*} n’est pas {1}'],
  '{0*} is more than {1}': ['{0*} es más de {1}', '{0*} dépasse {1}'],
  '{0*} is at least {1}': ['{0*} es al menos {1}', '{0*} est au moins {1}'],
  '{0*} is less than {1}': ['{0*} es menos de {1}', '{0*} est inférieur à {1}'],
  '{0*} is at most {1}': ['{0*} es como mucho {1}', '{0*} est au plus {1}'],
  '{0*} is one of {1}': ['{0*} es uno de {1}', '{0*} est parmi {1}'],
  '{0*} contains {1}': ['{0*} contiene {1}', '{0*} contient {1}'],
  '{0*} starts with {1}': ['{0*} empieza por {1}', '{0*} commence par {1}'],
  '{0*} is before {1}': ['{0*} es antes de {1}', '{0*} est avant {1}'],
  '{0*} is after {1}': ['{0*} es después de {1}', '{0*} est après {1}'],
  '{0*} is before now': ['{0*} ya ha pasado', '{0*} est passé'],
  '{0*} is after now': ['{0*} está por llegar', '{0*} est à venir'],
  '{0*} and {1*}': ['{0*} y {1*}', '{0*} et {1*}'],
  '{0*} or {1*}': ['{0*} o {1*}', '{0*} ou {1*}'],
  'not ({0*})': ['no ({0*})', 'non ({0*})'],
  '({0*})': ['({0*})', '({0*})'],
  '{0*}, if {1*}': ['{0*}, si {1*}', '{0*}, si {1*}'],
  'Something happens': ['Pasa algo', 'Quelque chose arrive'],
  '“{0}” happens': ['Pasa «{0}»', '« {0} » arrive'],

  // how a journey begins and behaves
  'When this happens: {0*}': ['Cuando pasa esto: {0*}', 'Quand ceci arrive : {0*}'],
  'When this date comes: {0*}': ['Cuando llega esta fecha: {0*}', 'Quand cette date arrive : {0*}'],
  'When a customer becomes one with: {0*}': [
    'Cuando un cliente pasa a ser de los de: {0*}',
    'Quand un client devient de ceux avec : {0*}',
  ],
  'When someone is added by hand': [
    'Cuando se añade a alguien a mano',
    'Quand quelqu’un est ajouté à la main',
  ],
  '{0*}, every year': ['{0*}, cada año', '{0*}, chaque année'],
  'The same again while somebody is inside: {0*} → {1*}': [
    'Lo mismo otra vez estando dentro: {0*} → {1*}',
    'La même chose pendant le parcours : {0*} → {1*}',
  ],
  'go on as before': ['seguir como si nada', 'continuer'],
  'start over': ['empezar de nuevo', 'recommencer'],
  'go on with the newest details': [
    'seguir con los datos nuevos',
    'continuer avec les nouvelles informations',
  ],
  'start again when done': ['empezar otra vez al terminar', 'recommencer une fois terminé'],
  'What stops it: {0*} → {1*}': ['Qué lo detiene: {0*} → {1*}', 'Ce qui l’arrête : {0*} → {1*}'],
  nothing: ['nada', 'rien'],
  'The goal: {0*} → {1*}': ['El objetivo: {0*} → {1*}', 'L’objectif : {0*} → {1*}'],
  none: ['ninguno', 'aucun'],
  '{0*}, for the same job, invoice or reservation': [
    '{0*}, del mismo trabajo, factura o reserva',
    '{0*}, pour la même intervention, facture ou réservation',
  ],
  'Quiet hours: {0*} → {1*}': ['Horas de silencio: {0*} → {1*}', 'Heures calmes : {0*} → {1*}'],
  'none at all': ['ninguna', 'aucune'],
  'When messages may leave: {0*} → {1*}': [
    'Cuándo pueden salir los mensajes: {0*} → {1*}',
    'Quand les messages peuvent partir : {0*} → {1*}',
  ],
  'at any hour outside quiet hours': [
    'a cualquier hora fuera de las de silencio',
    'à toute heure hors des heures calmes',
  ],
  '{0*}, and {1*}': ['{0*}, y {1*}', '{0*}, et {1*}'],
  'messages {0} to {1} on {2*}': ['mensajes de {0} a {1}: {2*}', 'des messages de {0} à {1} : {2*}'],
  'texts {0} to {1} on {2*}': ['SMS de {0} a {1}: {2*}', 'des SMS de {0} à {1} : {2*}'],
  'emails {0} to {1} on {2*}': ['correos de {0} a {1}: {2*}', 'des e-mails de {0} à {1} : {2*}'],
  'The limit on messages: {0*} → {1*}': [
    'El límite de mensajes: {0*} → {1*}',
    'La limite de messages : {0*} → {1*}',
  ],
  'no limit': ['sin límite', 'aucune limite'],
  '{0} message in {1*}': ['{0} mensaje en {1*}', '{0} message en {1*}'],
  '{0} messages in {1*}': ['{0} mensajes en {1*}', '{0} messages en {1*}'],
  '{0} text in {1*}': ['{0} SMS en {1*}', '{0} SMS en {1*}'],
  '{0} texts in {1*}': ['{0} SMS en {1*}', '{0} SMS en {1*}'],
  '{0} email in {1*}': ['{0} correo en {1*}', '{0} e-mail en {1*}'],
  '{0} emails in {1*}': ['{0} correos en {1*}', '{0} e-mails en {1*}'],
  '{0} service message in {1*}': ['{0} mensaje de servicio en {1*}', '{0} message de service en {1*}'],
  '{0} service messages in {1*}': ['{0} mensajes de servicio en {1*}', '{0} messages de service en {1*}'],
  '{0} review message in {1*}': ['{0} petición de reseña en {1*}', '{0} demande d’avis en {1*}'],
  '{0} review messages in {1*}': ['{0} peticiones de reseña en {1*}', '{0} demandes d’avis en {1*}'],
  '{0} marketing message in {1*}': ['{0} mensaje publicitario en {1*}', '{0} message publicitaire en {1*}'],
  '{0} marketing messages in {1*}': [
    '{0} mensajes publicitarios en {1*}',
    '{0} messages publicitaires en {1*}',
  ],
  '{0} service text in {1*}': ['{0} SMS de servicio en {1*}', '{0} SMS de service en {1*}'],
  '{0} service texts in {1*}': ['{0} SMS de servicio en {1*}', '{0} SMS de service en {1*}'],
  '{0} review text in {1*}': ['{0} SMS de reseña en {1*}', '{0} SMS d’avis en {1*}'],
  '{0} review texts in {1*}': ['{0} SMS de reseña en {1*}', '{0} SMS d’avis en {1*}'],
  '{0} marketing text in {1*}': ['{0} SMS publicitario en {1*}', '{0} SMS publicitaire en {1*}'],
  '{0} marketing texts in {1*}': ['{0} SMS publicitarios en {1*}', '{0} SMS publicitaires en {1*}'],
  '{0} service email in {1*}': ['{0} correo de servicio en {1*}', '{0} e-mail de service en {1*}'],
  '{0} service emails in {1*}': ['{0} correos de servicio en {1*}', '{0} e-mails de service en {1*}'],
  '{0} review email in {1*}': ['{0} correo de reseña en {1*}', '{0} e-mail d’avis en {1*}'],
  '{0} review emails in {1*}': ['{0} correos de reseña en {1*}', '{0} e-mails d’avis en {1*}'],
  '{0} marketing email in {1*}': ['{0} correo publicitario en {1*}', '{0} e-mail publicitaire en {1*}'],
  '{0} marketing emails in {1*}': ['{0} correos publicitarios en {1*}', '{0} e-mails publicitaires en {1*}'],
  'How long anybody stays: {0*} → {1*}': [
    'Cuánto tiempo se queda alguien: {0*} → {1*}',
    'Combien de temps on reste : {0*} → {1*}',
  ],
  'as long as it takes': ['lo que haga falta', 'le temps qu’il faut'],
  'Coming in again: {0*} → {1*}': ['Volver a entrar: {0*} → {1*}', 'Entrer de nouveau : {0*} → {1*}'],
  'once for each job, invoice or reservation': [
    'una vez por trabajo, factura o reserva',
    'une fois par intervention, facture ou réservation',
  ],
  'once ever for each customer': ['una sola vez por cliente', 'une seule fois par client'],
  'again after {0*}': ['otra vez después de {0*}', 'de nouveau après {0*}'],
  'as often as it happens': ['cada vez que pase', 'à chaque fois'],
  'as the business has set': ['como lo tiene el negocio', 'comme l’entreprise l’a réglé'],

  'The customer was inside already; the newest details would have been taken over.': [
    'El cliente ya estaba dentro; se habrían tomado los datos más nuevos.',
    'Le client était déjà à l’intérieur ; les données les plus récentes auraient été reprises.',
  ],
  'phone number': ['teléfono', 'téléphone'],
  'email address': ['correo', 'adresse e-mail'],
  '{0*}: {1} of 5': ['{0*}: {1} de 5', '{0*} : {1} sur 5'],

  // what a new version changes
  'Nothing yet': ['Nada aún', 'Rien encore'],
  'How it begins: {0*} → {1*}': ['Cómo empieza: {0*} → {1*}', 'Comment il commence : {0*} → {1*}'],
  'Removed: {0*}': ['Quitado: {0*}', 'Retiré : {0*}'],
  'Added: {0*}': ['Añadido: {0*}', 'Ajouté : {0*}'],
  'Now begins with: {0*}': ['Ahora empieza con: {0*}', 'Commence maintenant par : {0*}'],
  '{0*} → {1*}': ['{0*} → {1*}', '{0*} → {1*}'],
  '{0*}: {1*} changed': ['{0*}: cambia {1*}', '{0*} : {1*} change'],
  'After “{0*}” ({1*}): {2*} → {3*}': [
    'Después de «{0*}» ({1*}): {2*} → {3*}',
    'Après « {0*} » ({1*}) : {2*} → {3*}',
  ],
  sent: ['enviado', 'envoyé'],
  undeliverable: ['sin entregar', 'non remis'],
  done: ['después', 'ensuite'],
  unknown_date: ['sin esa fecha', 'sans cette date'],
  timed_out: ['no pasa nada a tiempo', 'rien n’arrive à temps'],
  otherwise: ['si no', 'sinon'],
  accepted: ['aceptado', 'accepté'],
  rejected: ['rechazado', 'refusé'],
  exhausted: ['después de la última vez', 'après la dernière fois'],
  'the text': ['el texto', 'le texte'],
  'the subject': ['el asunto', 'l’objet'],
  'the purpose': ['el motivo', 'le but'],
  'what it is meant for': ['para qué es', 'à quoi il sert'],
  'how long it is useful': ['hasta cuándo es útil', 'jusqu’à quand il est utile'],
  'what happens when the date has passed': [
    'qué pasa si la fecha ya pasó',
    'ce qui arrive si la date est passée',
  ],
  'from when events count': ['desde cuándo cuentan los sucesos', 'depuis quand les événements comptent'],
  'what is kept of the answer': ['qué se guarda de la respuesta', 'ce qui est gardé de la réponse'],
  'the address': ['la dirección', 'l’adresse'],
  'the text in {0}': ['el texto en {0}', 'le texte en {0}'],
  'the subject in {0}': ['el asunto en {0}', 'l’objet en {0}'],
  'Say true or false.': ['Diga sí o no.', 'Dites oui ou non.'],
  'Say what to compare with.': ['Diga con qué comparar.', 'Dites avec quoi comparer.'],
  'Give a list of values.': ['Dé una lista de valores.', 'Donnez une liste de valeurs.'],
  'Give a time span such as P30D (thirty days).': [
    'Dé un plazo, como P30D (treinta días).',
    'Donnez une durée, comme P30D (trente jours).',
  ],
  'Give a date or a time.': ['Dé una fecha o una hora.', 'Donnez une date ou une heure.'],
  'Give a text, a number, or true or false.': [
    'Dé un texto, un número, o sí o no.',
    'Donnez un texte, un nombre, ou oui ou non.',
  ],
  'Sent as {0*}, no longer as {1*}.': [
    'Se envía como {0*}, ya no como {1*}.',
    'Envoyé comme {0*}, et non plus comme {1*}.',
  ],
  '{0*} leaves {1*} instead of {2*}.': [
    '{0*} sale {1*} en lugar de {2*}.',
    '{0*} part {1*} au lieu de {2*}.',
  ],
  'Sent now and not before: {0*}, {1*}.': [
    'Se envía ahora y antes no: {0*}, {1*}.',
    'Envoyé désormais et pas avant : {0*}, {1*}.',
  ],
  'Passes a step it did not: {0*}.': [
    'Pasa por un paso nuevo: {0*}.',
    'Passe par une étape nouvelle : {0*}.',
  ],
  'Never comes to: {0*}.': ['Nunca llega a: {0*}.', 'N’arrive jamais à : {0*}.'],
  'It ends {0*} instead of {1*}.': ['Termina {0*} en lugar de {1*}.', 'Finit {0*} au lieu de {1*}.'],
  'The email “{0}” now has the subject “{1}”.': [
    'El correo «{0}» tiene ahora el asunto «{1}».',
    'L’e-mail « {0} » a maintenant l’objet « {1} ».',
  ],
  '{0*} says something else: “{1}” instead of “{2}”.': [
    '{0*} dice otra cosa: «{1}» en lugar de «{2}».',
    '{0*} dit autre chose : « {1} » au lieu de « {2} ».',
  ],
  'the email “{0}”': ['el correo «{0}»', 'l’e-mail « {0} »'],
  'The email “{0}”': ['El correo «{0}»', 'L’e-mail « {0} »'],
  'the text “{0}”': ['el SMS «{0}»', 'le SMS « {0} »'],
  'The text “{0}”': ['El SMS «{0}»', 'Le SMS « {0} »'],
};
