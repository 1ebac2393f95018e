import type { Words } from '../../../words/words.js';
import type { en } from './en.js';

export const es: Words<typeof en> = {
  reach: {
    both: 'Correo y SMS permitidos',
    email: 'Correo permitido',
    sms: 'SMS permitidos',
    emailOnly: 'Correo sí; SMS no',
    smsOnly: 'SMS sí; correo no',
    stopped: 'Todo parado',
    nowhere: 'Sin correo ni teléfono',
  },
  inside: 'En {journey}',
  insideSome: 'En {count, plural, one {# recorrido} other {# recorridos}}',
  openFeedback: 'Abrir en Opiniones',
};
