import type { setUp as original } from '../en/set-up.js';
import type { Words } from '../words.js';

export const setUp: Words<typeof original> = {
  title: 'Configurez votre entreprise',
  intro: 'Deux minutes. Vous pourrez tout changer plus tard.',
  business: 'Nom de votre entreprise',
  kind: 'Métier',
  name: 'Votre nom',
  email: 'Votre e-mail',
  password: 'Choisissez un mot de passe',
  passwordHint: 'Au moins 10 caractères. Quelques mots à la suite conviennent bien.',
  create: 'Commencer',
  fill: 'Remplissez ceci.',
  done: 'Ce Journeyman est déjà configuré',
  doneText: 'Connectez-vous, ou demandez une invitation à un propriétaire.',
  signIn: 'Se connecter',
  join: {
    title: 'Vous êtes invité',
    intro:
      'Choisissez un nom et un mot de passe. Si vous avez déjà un compte à cet e-mail, donnez son mot de passe.',
    password: 'Mot de passe',
    accept: 'Rejoindre',
    gone: 'Cette invitation ne fonctionne plus. Demandez-en une autre.',
    welcome: 'Vous avez rejoint {business}. Connectez-vous pour commencer.',
  },
};
