import type { feedback as original } from '../en/feedback.js';
import type { Words } from '../words.js';

export const feedback: Words<typeof original> = {
  title: 'Opiniones',
  intro: 'Te esperan los descontentos y quien dejó unas palabras o quiere que le llames.',
  filter: 'Qué respuestas',
  open: 'Por responder',
  done: 'Atendidas',
  all: 'Todas',
  somebody: 'Un cliente',
  wantsCall: 'Quiere que le llames',
  privateNote: 'Nota privada',
  noWords: 'Sin comentarios',
  sources: {
    email: 'por correo',
    sms: 'por SMS',
    qr: 'por código',
    link: 'por enlace',
  },
  resolve: 'Marcar como atendida',
  resolveTitle: '¿Qué has hecho?',
  note: 'Una nota para tu equipo',
  noteHint: 'No es obligatoria. El cliente no la ve.',
  noteExample: 'Le he llamado, pasa el viernes',
  resolved: 'Atendida {when}',
  done1: 'Ya no está en tu lista.',
  call: 'Llamar al {phone}',
  write: 'Escribir un correo',
  empty: 'Todavía no ha respondido nadie',
  emptyText: 'Aquí aparecen las respuestas cuando un recorrido pide una valoración, primero las bajas.',
  noneOpen: 'Todo está respondido',
  noneOpenText: 'Nadie te espera.',
};
