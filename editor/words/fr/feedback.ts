import type { feedback as original } from '../en/feedback.js';
import type { Words } from '../words.js';

export const feedback: Words<typeof original> = {
  title: 'Avis',
  intro: 'Vous attendent les mécontents, et ceux qui ont laissé un mot ou souhaitent un appel.',
  filter: 'Quelles réponses',
  open: 'À traiter',
  done: 'Traitées',
  all: 'Toutes',
  somebody: 'Un client',
  wantsCall: 'Souhaite un appel',
  privateNote: 'Note privée',
  noWords: 'Sans commentaire',
  sources: {
    email: 'par e-mail',
    sms: 'par SMS',
    qr: 'par code',
    link: 'par lien',
  },
  resolve: 'Marquer comme traité',
  resolveTitle: 'Qu’avez-vous fait ?',
  note: 'Une note pour votre équipe',
  noteHint: 'Facultatif. Le client ne la voit pas.',
  noteExample: 'Appelé, passe vendredi',
  resolved: 'Traité {when}',
  done1: 'C’est retiré de votre liste.',
  call: 'Appeler le {phone}',
  write: 'Écrire un e-mail',
  empty: 'Personne n’a encore répondu',
  emptyText: 'Les réponses à une demande de note apparaissent ici, les basses d’abord.',
  noneOpen: 'Tout est traité',
  noneOpenText: 'Personne ne vous attend.',
};
