import type { Language } from '../words.js';

/** What the pages behind printed codes say beyond the rating's own words. */
interface QrWords {
  /** What the code stands for. */
  table(number: string): string;
  invoice(number: string): string;
  staff(name: string): string;
  contactTitle: string;
  contactIntro(business: string, what: string | null): string;
  name: string;
  contact: string;
  /** Exactly what somebody agrees to; kept as the evidence of their consent. */
  agree(business: string, what: string | null): string;
  terms: string;
  join: string;
  needContact: string;
  needAgree: string;
  stale: string;
  contactKept(business: string): string;
  another: string;
  noteTitle: string;
  yourNumber: string;
  numberHint: string;
}

const en: QrWords = {
  table: (number) => `Table ${number}`,
  invoice: (number) => `Invoice ${number}`,
  staff: (name) => `Your visit from ${name}`,
  contactTitle: 'Shall we keep in touch?',
  contactIntro: (business, what) =>
    what ? `Leave your number or email for ${what}.` : `Leave your number or email to hear from ${business}.`,
  name: 'Your name',
  contact: 'Mobile number or email',
  agree: (business, what) =>
    `Yes, ${business} may send me messages about ${what ?? 'news and offers'}. I can stop them at any time.`,
  terms:
    'Agreeing is not a condition of buying anything. Your carrier may charge for texts; answer STOP to end them.',
  join: 'Keep in touch',
  needContact: 'Please give a mobile number or an email address that can be reached.',
  needAgree: 'Please tick the box if we may write to you. Without it we keep nothing.',
  stale: 'This page had been open for long. Please press the button once more.',
  contactKept: (business) => `${business} has noted it. Every message says how to stop.`,
  another: 'Answer as somebody else',
  noteTitle: 'Or a private note to us',
  yourNumber: 'Your number, if we may call you about this',
  numberHint: 'Please give a number that can be called, or leave it empty.',
};

const es: QrWords = {
  table: (number) => `Mesa ${number}`,
  invoice: (number) => `Factura ${number}`,
  staff: (name) => `La visita de ${name}`,
  contactTitle: '¿Seguimos en contacto?',
  contactIntro: (business, what) =>
    what
      ? `Deje su número o su correo para ${what}.`
      : `Deje su número o su correo para tener noticias de ${business}.`,
  name: 'Su nombre',
  contact: 'Móvil o correo electrónico',
  agree: (business, what) =>
    `Sí, ${business} puede enviarme mensajes sobre ${what ?? 'novedades y ofertas'}. Puedo pararlos cuando quiera.`,
  terms:
    'Aceptar no es condición para comprar nada. Su operador puede cobrar los SMS; responda STOP para no recibir más.',
  join: 'Seguir en contacto',
  needContact: 'Escriba un móvil o un correo electrónico que exista.',
  needAgree: 'Marque la casilla si podemos escribirle. Sin ella no guardamos nada.',
  stale: 'La página llevaba mucho tiempo abierta. Pulse el botón una vez más.',
  contactKept: (business) => `${business} lo ha anotado. Cada mensaje dice cómo pararlos.`,
  another: 'Responder como otra persona',
  noteTitle: 'O una nota privada para nosotros',
  yourNumber: 'Su número, si podemos llamarle por esto',
  numberHint: 'Escriba un número al que podamos llamar, o déjelo vacío.',
};

const fr: QrWords = {
  table: (number) => `Table ${number}`,
  invoice: (number) => `Facture ${number}`,
  staff: (name) => `Votre visite de ${name}`,
  contactTitle: 'On reste en contact\u202f?',
  contactIntro: (business, what) =>
    what
      ? `Laissez votre numéro ou votre e-mail pour ${what}.`
      : `Laissez votre numéro ou votre e-mail pour avoir des nouvelles de ${business}.`,
  name: 'Votre nom',
  contact: 'Mobile ou adresse e-mail',
  agree: (business, what) =>
    `Oui, ${business} peut m’envoyer des messages sur ${what ?? 'ses nouveautés et ses offres'}. Je peux les arrêter à tout moment.`,
  terms:
    'Accepter n’est pas une condition d’achat. Votre opérateur peut facturer les SMS\u202f; répondez STOP pour ne plus en recevoir.',
  join: 'Rester en contact',
  needContact: 'Merci d’indiquer un mobile ou une adresse e-mail qui existe.',
  needAgree: 'Cochez la case si nous pouvons vous écrire. Sans elle, nous ne gardons rien.',
  stale: 'Cette page était ouverte depuis longtemps. Merci d’appuyer encore une fois sur le bouton.',
  contactKept: (business) => `${business} l’a noté. Chaque message dit comment les arrêter.`,
  another: 'Répondre pour une autre personne',
  noteTitle: 'Ou un mot privé pour nous',
  yourNumber: 'Votre numéro, si nous pouvons vous appeler à ce sujet',
  numberHint: 'Indiquez un numéro que nous pouvons appeler, ou laissez le champ vide.',
};

export const qrWords: Readonly<Record<Language, QrWords>> = { en, es, fr };
