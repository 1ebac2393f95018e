import type { Words } from '../../../words/words.js';
import type { en } from './en.js';

export const fr: Words<typeof en> = {
  title: 'Votre logo',
  intro: 'Vos clients le voient sur vos pages, en tête de vos e-mails et sur les codes imprimés.',
  none: 'Sans logo, ils voient la première lettre de votre nom dans votre couleur.',
  choose: 'Choisir une image',
  replace: 'En choisir une autre',
  remove: 'Retirer',
  removed: 'Le logo est retiré. Les e-mails déjà envoyés affichent votre nom à la place.',
  saved: 'Le logo est en place.',
  hint: 'PNG, JPEG, WebP ou SVG. Nous le rendons assez léger pour s’afficher aussitôt.',
  byDay: 'De jour',
  byNight: 'De nuit',
  alt: 'Votre logo actuel',
  unreadable: 'Ce fichier n’est pas une image que votre navigateur sait afficher. Essayez un PNG ou un JPEG.',
  tooHeavy: 'Cette image reste trop lourde, même petite. Essayez-en une plus simple.',
};
