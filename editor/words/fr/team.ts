import type { team as original } from '../en/team.js';
import type { Words } from '../words.js';

export const team: Words<typeof original> = {
  title: 'Équipe',
  intro: 'Qui se connecte ici, et ce que chacun peut faire.',
  invite: 'Inviter quelqu’un',
  inviteTitle: 'Inviter quelqu’un',
  email: 'E-mail',
  role: 'Rôle',
  roleOf: 'Rôle de {name}',
  send: 'Inviter',
  roleTexts: {
    owner: 'Peut tout faire, même nommer des propriétaires',
    admin: 'Peut tout faire sauf nommer des propriétaires',
    manager: 'Dessine et publie les parcours',
    member: 'S’occupe des clients et des avis',
    server: 'Voit ce qui lui est signalé',
  },
  members: 'Personnes',
  invitations: 'Invitations sans réponse',
  you: 'vous',
  remove: 'Retirer l’accès',
  removeTitle: 'Retirer l’accès à {name} ?',
  removeText: '{name} ne pourra plus se connecter ici. Ce qui a été fait reste.',
  removed: '{name} n’a plus accès.',
  changed: '{name} est maintenant {role}.',
  linkTitle: 'Invitation créée',
  linkText:
    'Nous envoyons ce lien par e-mail si possible. Vous pouvez aussi le transmettre ; il fonctionne sept jours et n’est montré que maintenant.',
  link: 'Lien',
  expires: 'Valable jusqu’au {when}',
  revoke: 'Retirer',
  done: 'Terminé',
  joined: 'depuis {when}',
};
