import type { Channel } from '../../workflows/flow/purposes.js';

interface Wording {
  subject: string;
  email: string;
  sms: string;
}

/** Our words for an ask whose owner wrote none. Same for everybody; nothing in them depends on a score. */
const WORDINGS: Record<string, Wording> = {
  en: {
    subject: 'How did we do?',
    email: `Hello {{ customer.firstName | default: "there" }},\n\nHow did we do? It takes half a minute:\n\n{{ ratingLink }}\n\nThank you,\n{{ business.name }}`,
    sms: '{{ business.name }}: how did we do? It takes half a minute: {{ ratingLink }}',
  },
  es: {
    subject: '¿Qué le ha parecido?',
    email: `Hola{% if customer.firstName %}, {{ customer.firstName }}{% endif %}:\n\n¿Qué le ha parecido? Es medio minuto:\n\n{{ ratingLink }}\n\nGracias,\n{{ business.name }}`,
    sms: '{{ business.name }}: ¿qué le ha parecido? Es medio minuto: {{ ratingLink }}',
  },
  fr: {
    subject: 'Êtes-vous satisfait ?',
    email: `Bonjour{% if customer.firstName %} {{ customer.firstName }}{% endif %},\n\nQu’en avez-vous pensé ? Cela prend trente secondes :\n\n{{ ratingLink }}\n\nMerci,\n{{ business.name }}`,
    sms: '{{ business.name }} : qu’en avez-vous pensé ? Trente secondes : {{ ratingLink }}',
  },
};

/** In the customer's language where we have it, else English. */
export function reviewWording(language: string, channel: Channel): { subject: string; body: string } {
  const wording = WORDINGS[language.split(/[-_]/)[0]!.toLowerCase()] ?? WORDINGS.en!;
  return { subject: wording.subject, body: channel === 'email' ? wording.email : wording.sms };
}
