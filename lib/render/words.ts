/** The few words we put around an owner's own, in the languages our businesses' customers read. */
export interface Words {
  why: string;
  unsubscribe: string;
  /** Appended to texts that must say how to end them. */
  optOut: string;
}

const words: Record<string, Words> = {
  en: { why: 'Why am I getting this?', unsubscribe: 'Unsubscribe', optOut: 'Reply STOP to opt out.' },
  es: {
    why: '¿Por qué recibo esto?',
    unsubscribe: 'Darse de baja',
    optOut: 'Responde STOP para no recibir más.',
  },
  fr: {
    why: 'Pourquoi ai-je reçu ce message ?',
    unsubscribe: 'Se désabonner',
    optOut: 'Répondez STOP pour ne plus en recevoir.',
  },
  de: { why: 'Warum bekomme ich das?', unsubscribe: 'Abmelden', optOut: 'Antworten Sie STOP zum Abmelden.' },
  it: {
    why: 'Perché ricevo questo messaggio?',
    unsubscribe: 'Annulla iscrizione',
    optOut: 'Rispondi STOP per non riceverne altri.',
  },
  pt: {
    why: 'Por que recebo isto?',
    unsubscribe: 'Cancelar subscrição',
    optOut: 'Responda STOP para deixar de receber.',
  },
  nl: { why: 'Waarom krijg ik dit?', unsubscribe: 'Afmelden', optOut: 'Antwoord STOP om te stoppen.' },
  ca: {
    why: 'Per què rebo això?',
    unsubscribe: 'Donar-se de baixa',
    optOut: 'Respon STOP per no rebre’n més.',
  },
};

/** The words for a BCP 47 language, `es-MX` as `es`; English when we have none. */
export function wordsFor(language: string): Words {
  return words[language.toLowerCase().split('-')[0]!] ?? words['en']!;
}

/** The direction a language is written in. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|arc|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i.test(language) ? 'rtl' : 'ltr';
}
