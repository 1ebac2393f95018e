export type Keyword = 'stop' | 'start' | 'yes' | 'help';

/**
 * What carriers and law take for STOP, START and HELP, in English, Spanish and French, without accents. `yes` is a START
 * only from a number that has stopped; from anybody else it answers a question.
 * Sources: CTIA Messaging Principles; 47 CFR 64.1200(a)(10); Twilio documentation, "Advanced Opt-Out".
 */
export const WORDS: Readonly<Record<Keyword, readonly string[]>> = {
  stop: [
    'stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'optout', 'opt out', 'revoke', 'remove me',
    'stop texting me', 'stop texting', 'do not text me', 'dont text me', 'no more', 'no more texts',
    'parar', 'pare', 'para', 'alto', 'baja', 'darme de baja', 'dar de baja', 'cancelar', 'detener', 'no mas', 'basta',
    'no enviar', 'no quiero mas mensajes', 'no mas mensajes', 'parar todo', 'anular', 'salir', 'borrarme',
    'arret', 'arreter', 'arretez', 'desabonner', 'desinscrire', 'me desabonner', 'me desinscrire', 'desabonnement',
    'desinscription', 'annuler', 'resilier', 'stop sms', 'stopsms', 'stop pub', 'plus de sms', 'tout arreter',
    'ne plus recevoir',
  ],
  start: ['start', 'unstop', 'resume', 'subscribe', 'empezar', 'iniciar', 'comenzar', 'alta', 'reanudar',
    'suscribir', 'suscribirme',
    'commencer', 'demarrer', 'reprendre', 'reabonner', 'abonner', 'me reabonner'],
  yes: ['yes', 'si', 'oui'],
  help: ['help', 'info', 'ayuda', 'informacion', 'aide'],
}; // prettier-ignore

/** Courtesy around a keyword does not change what is asked. */
const COURTESY =
  /^(?:please|por favor|s il vous plait|svp)\s+|\s+(?:please|thanks|thank you|por favor|gracias|s il vous plait|svp|merci)$/g;

const KEYWORDS = new Map(
  (Object.keys(WORDS) as Keyword[]).flatMap((keyword) =>
    WORDS[keyword].map((word) => [word, keyword] as const),
  ),
);

/** What a text asks for when it is nothing but a keyword: any case, accents, punctuation and courtesy. Else null. */
export function keywordOf(text: string): Keyword | null {
  const plain = text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/(?<=\p{Letter})['’](?=t\b)/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
  return KEYWORDS.get(plain.replace(COURTESY, '').replace(COURTESY, '')) ?? null;
}

/** Words Twilio answers to by itself on ordinary numbers; a second answer would be one too many. */
const ANSWERED_BY_CARRIER = new Set(['help', 'info']);

/** Is this one of the keywords the carrier leaves unanswered? */
export const isUnanswered = (text: string): boolean => !ANSWERED_BY_CARRIER.has(text.trim().toLowerCase());
