import type { Words } from '../../../words/words.js';
import type { en } from './en.js';

export const fr: Words<typeof en> = {
  reach: {
    both: 'E-mail et SMS autorisés',
    email: 'E-mail autorisé',
    sms: 'SMS autorisés',
    emailOnly: 'E-mail oui ; SMS non',
    smsOnly: 'SMS oui ; e-mail non',
    stopped: 'Tout est arrêté',
    nowhere: 'Ni e-mail ni téléphone',
  },
  inside: 'Dans {journey}',
  insideSome: 'Dans {count, plural, one {# parcours} other {# parcours}}',
  openFeedback: 'Ouvrir dans Avis',
};
