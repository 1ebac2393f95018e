export const PRINT_LANGUAGES = ['en', 'es', 'fr'] as const;
export type PrintLanguage = (typeof PRINT_LANGUAGES)[number];

/** What is printed around a code, where the owner has not said it in their own words. */
interface PrintWords {
  heading: { rate: string; contact: string };
  below: { rate: string; contact: string };
  point: string;
  orGoTo(address: string): string;
  fold: string;
  table(number: string): string;
  invoice(number: string): string;
}

export const printWords: Record<PrintLanguage, PrintWords> = {
  en: {
    heading: { rate: 'How did we do?', contact: 'Shall we keep in touch?' },
    below: {
      rate: 'Tell us in 20 seconds. No app, no sign-up.',
      contact: 'Leave your number in 20 seconds. Stop whenever you like.',
    },
    point: 'Point your camera here',
    orGoTo: (address) => `or go to ${address}`,
    fold: 'Fold',
    table: (number) => `Table ${number}`,
    invoice: (number) => `Invoice ${number}`,
  },
  es: {
    heading: { rate: '¿Qué tal ha ido?', contact: '¿Seguimos en contacto?' },
    below: {
      rate: 'Cuéntenoslo en 20 segundos. Sin app y sin registro.',
      contact: 'Deje su número en 20 segundos. Dese de baja cuando quiera.',
    },
    point: 'Apunte aquí con la cámara',
    orGoTo: (address) => `o entre en ${address}`,
    fold: 'Doblar',
    table: (number) => `Mesa ${number}`,
    invoice: (number) => `Factura ${number}`,
  },
  fr: {
    heading: { rate: 'Comment était-ce\u00a0?', contact: 'On reste en contact\u00a0?' },
    below: {
      rate: 'Dites-le en 20 secondes. Sans application ni inscription.',
      contact: 'Laissez votre numéro en 20 secondes. Arrêtez quand vous voulez.',
    },
    point: 'Visez ici avec l’appareil photo',
    orGoTo: (address) => `ou allez sur ${address}`,
    fold: 'Plier',
    table: (number) => `Table ${number}`,
    invoice: (number) => `Facture ${number}`,
  },
};
