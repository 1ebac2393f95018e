import type { Channel, Purpose } from '../../workflows/flow/purposes.js';

/** The languages of customers' pages. */
export const LANGUAGES = ['en', 'es', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every sentence a customer may read on our pages. Whole sentences: no language builds them alike. */
export interface Words {
  /** This language, in itself. */
  language: string;
  rate: {
    title(firstName: string | null): string;
    /** What it was about, as far as we know. */
    visit(visit: { service: string | null; staff: string | null; date: string | null }): string | null;
    legend: string;
    stars: readonly [string, string, string, string, string];
    /** What a screen reader says of one choice. */
    choice(stars: number, word: string): string;
    comment: string;
    optional: string;
    commentHint: string;
    send: string;
    goesTo(business: string): string;
    chooseStars: string;
    tooLong: string;
  };
  thanks: {
    title(firstName: string | null): string;
    sorry: string;
    glad: string;
    gave(stars: number, date: string): string;
    change: string;
    shareTitle: string;
    shareWhy: string;
    reviewOn(site: string): string;
    recommendOn(site: string): string;
    noteTitle(owner: string | null): string;
    noteWhy(owner: string | null, business: string): string;
    noteHint: string;
    mayCall(owner: string | null): string;
    sendPrivately: string;
    noteSent: string;
  };
  stop: {
    link: string;
    title: string;
    intro(business: string): string;
    stopThese(channel: Channel, purpose: Purpose): string;
    choicesTitle: string;
    /** What kind of message a switch is about. */
    kind(channel: Channel, purpose: Purpose): string;
    purpose: Record<Purpose, string>;
    allowed: string;
    refused: string;
    stop: string;
    allow: string;
    stopped: string;
    allowedAgain: string;
    wrong: string;
    carrierNote: string;
  };
  why: {
    title: string;
    link: string;
    happened(what: string, date: string): string;
    byHand: string;
    sentBy(business: string): string;
    permission(channel: Channel, purpose: Purpose, granted: boolean | null, date: string | null): string;
    how: string;
    howSms: string;
    events: Readonly<Record<string, string>>;
    anEvent: string;
  };
  gone: {
    unknownTitle: string;
    unknown: string;
    codeTitle: string;
    code: string;
    expiredTitle: string;
    expired(business: string): string;
    contact: string;
    limitedTitle: string;
    limited: string;
    awayTitle: string;
    away: string;
  };
}

const en: Words = {
  language: 'English',
  rate: {
    title: (name) => (name ? `How did we do, ${name}?` : 'How did we do?'),
    visit: ({ service, staff, date }) => {
      if (service && staff && date) return `${service} with ${staff}, ${date}`;
      if (service && staff) return `${service} with ${staff}`;
      if (service && date) return `${service}, ${date}`;
      if (staff && date) return `Your visit from ${staff}, ${date}`;
      return service ?? (date ? `Your visit on ${date}` : null);
    },
    legend: 'Your rating',
    stars: ['Poor', 'Fair', 'OK', 'Good', 'Great'],
    choice: (stars, word) => (stars === 1 ? `1 star, ${word}` : `${stars} stars, ${word}`),
    comment: 'Anything to add?',
    optional: 'Only if you like',
    commentHint: 'What went well, or what should have gone better?',
    send: 'Send',
    goesTo: (business) => `Goes to ${business}. Nothing is published.`,
    chooseStars: 'Please choose one to five stars, then press Send.',
    tooLong: 'Please keep your words under 2,000 characters.',
  },
  thanks: {
    title: (name) => (name ? `Thank you, ${name}.` : 'Thank you.'),
    sorry: 'We are sorry it was not better.',
    glad: 'We have your answer.',
    gave: (stars, date) =>
      stars === 1 ? `You gave 1 star on ${date}.` : `You gave ${stars} stars on ${date}.`,
    change: 'Change',
    shareTitle: 'Share it publicly',
    shareWhy: 'Honest words help others choose. Everyone is asked, whatever stars they gave.',
    reviewOn: (site) => `Review on ${site}`,
    recommendOn: (site) => `Recommend on ${site}`,
    noteTitle: (owner) => (owner ? `Or a private note to ${owner}` : 'Or a private note to us'),
    noteWhy: (owner, business) =>
      owner
        ? `${owner} runs ${business} and reads each one.`
        : `The people who run ${business} read each one.`,
    noteHint: 'What should have gone better?',
    mayCall: (owner) => (owner ? `Yes, ${owner} may call me about this` : 'Yes, you may call me about this'),
    sendPrivately: 'Send privately',
    noteSent: 'Your note has been sent. Only the people who run the business read it.',
  },
  stop: {
    link: 'Stop these messages',
    title: 'Which messages may we send you?',
    intro: (business) =>
      `From ${business}. One press is enough, and you can change your mind here at any time.`,
    stopThese: (channel, purpose) =>
      ({
        email: {
          service: 'Stop emails about my visits',
          review: 'Stop emails that ask for a rating',
          marketing: 'Stop emails with news and offers',
        },
        sms: {
          service: 'Stop texts about my visits',
          review: 'Stop texts that ask for a rating',
          marketing: 'Stop texts with news and offers',
        },
      })[channel][purpose],
    choicesTitle: 'Every kind of message',
    kind: (channel, purpose) =>
      ({
        email: { service: 'Emails about your visits', review: 'Emails that ask for a rating', marketing: 'Emails with news and offers' },
        sms: { service: 'Texts about your visits', review: 'Texts that ask for a rating', marketing: 'Texts with news and offers' },
      })[channel][purpose], // prettier-ignore
    purpose: { service: 'About your visits', review: 'Asking for a rating', marketing: 'News and offers' },
    allowed: 'On',
    refused: 'Off',
    stop: 'Stop',
    allow: 'Allow',
    stopped: 'Done. You will not get these any more.',
    allowedAgain: 'Done. You may get these again.',
    wrong: 'That was not one of the choices. Please press one of the buttons below.',
    carrierNote: 'If you have answered STOP to a text, your phone company may also want you to answer START.',
  },
  why: {
    title: 'Why you got this message',
    link: 'Why am I getting this?',
    happened: (what, date) => `${what} on ${date}. The message follows from that.`,
    byHand: 'Somebody at the business chose to send it to you.',
    sentBy: (business) => `It was sent by ${business}.`,
    permission: (channel, purpose, granted, date) => {
      const kind = en.stop.kind(channel, purpose).toLowerCase();
      if (granted === true) return date ? `You allowed ${kind} on ${date}.` : `You allowed ${kind}.`;
      if (granted === false)
        return date ? `You stopped ${kind} on ${date}. No more will come.` : `You stopped ${kind}.`;
      return `You are a customer, and have not asked us to stop ${kind}.`;
    },
    how: 'You can stop these messages at any time.',
    howSms: 'You can also answer STOP to any text.',
    events: {
      job_completed: 'We finished a job for you',
      job_scheduled: 'A job was scheduled for you',
      invoice_paid: 'You paid an invoice',
      invoice_sent: 'You were sent an invoice',
      estimate_sent: 'You were sent an estimate',
      purchase_made: 'You bought something from us',
      reservation_created: 'You made a reservation',
      reservation_completed: 'You visited us',
      stay_checked_out: 'You checked out after your stay',
      payment_received: 'You made a payment',
      lead_created: 'You asked us about something',
    },
    anEvent: 'You were in contact with us',
  },
  gone: {
    unknownTitle: 'This link does not lead anywhere',
    unknown: 'It may have been cut off on its way to you. Please open it again from the message itself.',
    codeTitle: 'This code is not in use',
    code: 'It may have been replaced by another one. The people who put it up will gladly help.',
    expiredTitle: 'This link has run out',
    expired: (business) => `Thank you for coming back to it. ${business} is glad to hear from you directly.`,
    contact: 'How to reach us',
    limitedTitle: 'One moment, please',
    limited: 'This page was opened very often just now. Please try again in a minute.',
    awayTitle: 'We will be right back',
    away: 'This page cannot be shown just now. Please try again in a minute; nothing is lost.',
  },
};

const es: Words = {
  language: 'Español',
  rate: {
    title: (name) => (name ? `¿Qué tal lo hicimos, ${name}?` : '¿Qué tal lo hicimos?'),
    visit: ({ service, staff, date }) => {
      if (service && staff && date) return `${service} con ${staff}, ${date}`;
      if (service && staff) return `${service} con ${staff}`;
      if (service && date) return `${service}, ${date}`;
      if (staff && date) return `La visita de ${staff}, ${date}`;
      return service ?? (date ? `Su visita, ${date}` : null);
    },
    legend: 'Su valoración',
    stars: ['Mal', 'Regular', 'Bien', 'Muy bien', 'Genial'],
    choice: (stars, word) => (stars === 1 ? `1 estrella, ${word}` : `${stars} estrellas, ${word}`),
    comment: '¿Algo que añadir?',
    optional: 'Solo si quiere',
    commentHint: '¿Qué salió bien o qué debería haber salido mejor?',
    send: 'Enviar',
    goesTo: (business) => `Lo recibe ${business}. No se publica nada.`,
    chooseStars: 'Elija de una a cinco estrellas y pulse Enviar.',
    tooLong: 'Escriba menos de 2.000 caracteres, por favor.',
  },
  thanks: {
    title: (name) => (name ? `Gracias, ${name}.` : 'Gracias.'),
    sorry: 'Sentimos que no fuera mejor.',
    glad: 'Hemos recibido su respuesta.',
    gave: (stars, date) =>
      stars === 1 ? `Dio 1 estrella el ${date}.` : `Dio ${stars} estrellas el ${date}.`,
    change: 'Cambiar',
    shareTitle: 'Compártalo en público',
    shareWhy:
      'Las palabras sinceras ayudan a otros a elegir. Se lo pedimos a todos, con cualquier valoración.',
    reviewOn: (site) => `Opinar en ${site}`,
    recommendOn: (site) => `Recomendar en ${site}`,
    noteTitle: (owner) => (owner ? `O una nota privada para ${owner}` : 'O una nota privada para nosotros'),
    noteWhy: (owner, business) =>
      owner ? `${owner} dirige ${business} y las lee todas.` : `Quienes dirigen ${business} las leen todas.`,
    noteHint: '¿Qué debería haber salido mejor?',
    mayCall: (owner) => (owner ? `Sí, ${owner} puede llamarme por esto` : 'Sí, pueden llamarme por esto'),
    sendPrivately: 'Enviar en privado',
    noteSent: 'Su nota se ha enviado. Solo la leen quienes dirigen el negocio.',
  },
  stop: {
    link: 'Dejar de recibir estos mensajes',
    title: '¿Qué mensajes podemos enviarle?',
    intro: (business) =>
      `De ${business}. Basta con pulsar una vez, y puede cambiar de idea aquí cuando quiera.`,
    stopThese: (channel, purpose) =>
      ({
        email: {
          service: 'No más correos sobre mis visitas',
          review: 'No más correos que pidan una valoración',
          marketing: 'No más correos con novedades y ofertas',
        },
        sms: {
          service: 'No más SMS sobre mis visitas',
          review: 'No más SMS que pidan una valoración',
          marketing: 'No más SMS con novedades y ofertas',
        },
      })[channel][purpose],
    choicesTitle: 'Todos los tipos de mensaje',
    kind: (channel, purpose) =>
      ({
        email: { service: 'Correos sobre sus visitas', review: 'Correos que piden una valoración', marketing: 'Correos con novedades y ofertas' },
        sms: { service: 'SMS sobre sus visitas', review: 'SMS que piden una valoración', marketing: 'SMS con novedades y ofertas' },
      })[channel][purpose], // prettier-ignore
    purpose: {
      service: 'Sobre sus visitas',
      review: 'Para pedir una valoración',
      marketing: 'Novedades y ofertas',
    },
    allowed: 'Sí',
    refused: 'No',
    stop: 'Parar',
    allow: 'Permitir',
    stopped: 'Hecho. Ya no recibirá estos mensajes.',
    allowedAgain: 'Hecho. Puede volver a recibir estos mensajes.',
    wrong: 'Esa no era una de las opciones. Pulse uno de los botones de abajo.',
    carrierNote: 'Si respondió STOP a un SMS, es posible que su operadora también le pida responder START.',
  },
  why: {
    title: 'Por qué recibió este mensaje',
    link: '¿Por qué recibo esto?',
    happened: (what, date) => `${what} el ${date}. El mensaje se debe a eso.`,
    byHand: 'Alguien del negocio decidió enviárselo.',
    sentBy: (business) => `Lo envió ${business}.`,
    permission: (channel, purpose, granted, date) => {
      const kind = es.stop.kind(channel, purpose).replace(/^Correos/, 'correos');
      if (granted === true)
        return date ? `Usted permitió los ${kind} el ${date}.` : `Usted permitió los ${kind}.`;
      if (granted === false)
        return date ? `Usted paró los ${kind} el ${date}. No llegarán más.` : `Usted paró los ${kind}.`;
      return `Usted es cliente y no nos ha pedido que paremos los ${kind}.`;
    },
    how: 'Puede dejar de recibir estos mensajes cuando quiera.',
    howSms: 'También puede responder STOP a cualquier SMS.',
    events: {
      job_completed: 'Terminamos un trabajo para usted',
      job_scheduled: 'Se programó un trabajo para usted',
      invoice_paid: 'Usted pagó una factura',
      invoice_sent: 'Se le envió una factura',
      estimate_sent: 'Se le envió un presupuesto',
      purchase_made: 'Usted nos compró algo',
      reservation_created: 'Usted hizo una reserva',
      reservation_completed: 'Usted nos visitó',
      stay_checked_out: 'Usted terminó su estancia',
      payment_received: 'Usted hizo un pago',
      lead_created: 'Usted nos preguntó por algo',
    },
    anEvent: 'Usted estuvo en contacto con nosotros',
  },
  gone: {
    unknownTitle: 'Este enlace no lleva a ninguna parte',
    unknown: 'Puede que se cortara por el camino. Ábralo otra vez desde el mensaje.',
    codeTitle: 'Este código no está en uso',
    code: 'Puede que lo haya sustituido otro. Pregunte a quien lo puso, le ayudará con gusto.',
    expiredTitle: 'Este enlace ha caducado',
    expired: (business) => `Gracias por volver. ${business} le atenderá con gusto directamente.`,
    contact: 'Cómo contactarnos',
    limitedTitle: 'Un momento, por favor',
    limited: 'Esta página se ha abierto muchas veces seguidas. Inténtelo de nuevo en un minuto.',
    awayTitle: 'Volvemos enseguida',
    away: 'Ahora mismo no podemos mostrar esta página. Inténtelo en un minuto; no se pierde nada.',
  },
};

// French puts a narrow no-break space (U+202F) before ? and !; U+2011 is a hyphen at which no line ends.
const fr: Words = {
  language: 'Français',
  rate: {
    title: (name) =>
      name ? `Comment cela s’est\u2011il passé, ${name}\u202f?` : 'Comment cela s’est\u2011il passé\u202f?',
    visit: ({ service, staff, date }) => {
      if (service && staff && date) return `${service} avec ${staff}, ${date}`;
      if (service && staff) return `${service} avec ${staff}`;
      if (service && date) return `${service}, ${date}`;
      if (staff && date) return `La visite de ${staff}, ${date}`;
      return service ?? (date ? `Votre visite, ${date}` : null);
    },
    legend: 'Votre note',
    stars: ['Mauvais', 'Moyen', 'Correct', 'Bien', 'Parfait'],
    choice: (stars, word) => (stars === 1 ? `1 étoile, ${word}` : `${stars} étoiles, ${word}`),
    comment: 'Quelque chose à ajouter\u202f?',
    optional: 'Seulement si vous voulez',
    commentHint: 'Qu’est-ce qui a bien marché, ou qui aurait pu être mieux\u202f?',
    send: 'Envoyer',
    goesTo: (business) => `Votre réponse va à ${business}. Rien n’est publié.`,
    chooseStars: 'Choisissez de une à cinq étoiles, puis appuyez sur Envoyer.',
    tooLong: 'Merci de ne pas dépasser 2\u202f000 caractères.',
  },
  thanks: {
    title: (name) => (name ? `Merci, ${name}.` : 'Merci.'),
    sorry: 'Nous regrettons que ce n’ait pas été mieux.',
    glad: 'Nous avons bien reçu votre réponse.',
    gave: (stars, date) =>
      stars === 1 ? `Vous avez donné 1 étoile le ${date}.` : `Vous avez donné ${stars} étoiles le ${date}.`,
    change: 'Modifier',
    shareTitle: 'Le dire publiquement',
    shareWhy:
      'Des mots sincères aident les autres à choisir. Nous le proposons à tous, quelle que soit la note.',
    reviewOn: (site) => `Donner un avis sur ${site}`,
    recommendOn: (site) => `Recommander sur ${site}`,
    noteTitle: (owner) => (owner ? `Ou un mot privé à ${owner}` : 'Ou un mot privé pour nous'),
    noteWhy: (owner, business) =>
      owner
        ? `${owner} dirige ${business} et lit chaque mot.`
        : `Les personnes qui dirigent ${business} lisent chaque mot.`,
    noteHint: 'Qu’est-ce qui aurait dû être mieux\u202f?',
    mayCall: (owner) =>
      owner ? `Oui, ${owner} peut m’appeler à ce sujet` : 'Oui, vous pouvez m’appeler à ce sujet',
    sendPrivately: 'Envoyer en privé',
    noteSent: 'Votre mot est envoyé. Seules les personnes qui dirigent l’entreprise le lisent.',
  },
  stop: {
    link: 'Ne plus recevoir ces messages',
    title: 'Quels messages pouvons-nous vous envoyer\u202f?',
    intro: (business) =>
      `De la part de ${business}. Un seul appui suffit, et vous pouvez changer d’avis ici à tout moment.`,
    stopThese: (channel, purpose) =>
      ({
        email: {
          service: 'Plus d’e-mails sur mes visites',
          review: 'Plus d’e-mails qui demandent une note',
          marketing: 'Plus d’e-mails de nouveautés et d’offres',
        },
        sms: {
          service: 'Plus de SMS sur mes visites',
          review: 'Plus de SMS qui demandent une note',
          marketing: 'Plus de SMS de nouveautés et d’offres',
        },
      })[channel][purpose],
    choicesTitle: 'Chaque sorte de message',
    kind: (channel, purpose) =>
      ({
        email: { service: 'E-mails sur vos visites', review: 'E-mails qui demandent une note', marketing: 'E-mails de nouveautés et d’offres' },
        sms: { service: 'SMS sur vos visites', review: 'SMS qui demandent une note', marketing: 'SMS de nouveautés et d’offres' },
      })[channel][purpose], // prettier-ignore
    purpose: {
      service: 'Sur vos visites',
      review: 'Pour demander une note',
      marketing: 'Nouveautés et offres',
    },
    allowed: 'Oui',
    refused: 'Non',
    stop: 'Arrêter',
    allow: 'Autoriser',
    stopped: 'C’est fait. Vous ne recevrez plus ces messages.',
    allowedAgain: 'C’est fait. Vous pouvez de nouveau recevoir ces messages.',
    wrong: 'Ce n’était pas un des choix. Appuyez sur un des boutons ci-dessous.',
    carrierNote:
      'Si vous avez répondu STOP à un SMS, votre opérateur peut aussi vous demander de répondre START.',
  },
  why: {
    title: 'Pourquoi vous avez reçu ce message',
    link: 'Pourquoi est-ce que je reçois ceci\u202f?',
    happened: (what, date) => `${what} le ${date}. Le message en découle.`,
    byHand: 'Quelqu’un de l’entreprise a choisi de vous l’envoyer.',
    sentBy: (business) => `Il a été envoyé par ${business}.`,
    permission: (channel, purpose, granted, date) => {
      const kind = fr.stop.kind(channel, purpose).replace(/^E-mails/, 'e-mails');
      if (granted === true)
        return date ? `Vous avez autorisé les ${kind} le ${date}.` : `Vous avez autorisé les ${kind}.`;
      if (granted === false)
        return date
          ? `Vous avez arrêté les ${kind} le ${date}. Il n’en viendra plus.`
          : `Vous avez arrêté les ${kind}.`;
      return `Vous faites partie de notre clientèle et ne nous avez pas demandé d’arrêter les ${kind}.`;
    },
    how: 'Vous pouvez arrêter ces messages à tout moment.',
    howSms: 'Vous pouvez aussi répondre STOP à n’importe quel SMS.',
    events: {
      job_completed: 'Nous avons terminé un travail pour vous',
      job_scheduled: 'Un travail a été prévu pour vous',
      invoice_paid: 'Vous avez payé une facture',
      invoice_sent: 'Une facture vous a été envoyée',
      estimate_sent: 'Un devis vous a été envoyé',
      purchase_made: 'Vous avez fait un achat chez nous',
      reservation_created: 'Vous avez fait une réservation',
      reservation_completed: 'Vous nous avez rendu visite',
      stay_checked_out: 'Vous avez terminé votre séjour',
      payment_received: 'Vous avez fait un paiement',
      lead_created: 'Vous nous avez posé une question',
    },
    anEvent: 'Vous avez été en contact avec nous',
  },
  gone: {
    unknownTitle: 'Ce lien ne mène nulle part',
    unknown: 'Il a peut-être été coupé en chemin. Ouvrez-le de nouveau depuis le message.',
    codeTitle: 'Ce code n’est pas utilisé',
    code: 'Il a peut-être été remplacé. Les personnes qui l’ont affiché vous aideront volontiers.',
    expiredTitle: 'Ce lien a expiré',
    expired: (business) => `Merci de revenir vers nous. ${business} vous répondra volontiers directement.`,
    contact: 'Comment nous joindre',
    limitedTitle: 'Un instant, s’il vous plaît',
    limited: 'Cette page vient d’être ouverte très souvent. Réessayez dans une minute.',
    awayTitle: 'Nous revenons tout de suite',
    away: 'Cette page ne peut pas s’afficher pour le moment. Réessayez dans une minute\u202f; rien n’est perdu.',
  },
};

export const words: Readonly<Record<Language, Words>> = { en, es, fr };

/** The first of these we speak: what the address asks for, the customer's own, the business's, the browser's. */
export function languageOf(...wanted: (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const language = tag?.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return 'en';
}

export const isLanguage = (text: unknown): text is Language => LANGUAGES.includes(text as Language);

/** What a browser would rather read, as far as we speak it. Source: RFC 9110 §12.5.4. */
export function acceptedLanguage(header: string | undefined): Language | null {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = Number(/^\s*q=([0-9.]+)\s*$/.exec(parameters[0] ?? '')?.[1] ?? 1);
      return { language: tag.slice(0, 2).toLowerCase(), quality: Number.isNaN(quality) ? 0 : quality };
    })
    .filter(({ language, quality }) => isLanguage(language) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return (wanted[0]?.language as Language | undefined) ?? null;
}
