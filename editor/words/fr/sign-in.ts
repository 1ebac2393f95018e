import type { signIn as original } from '../en/sign-in.js';
import type { Words } from '../words.js';

export const signIn: Words<typeof original> = {
  title: 'Se connecter',
  intro: 'Heureux de vous revoir.',
  email: 'E-mail',
  password: 'Mot de passe',
  signIn: 'Se connecter',
  wrong:
    'Cet e-mail et ce mot de passe ne vont pas ensemble. Vérifiez les deux, ou choisissez un nouveau mot de passe.',
  forgot: 'J’ai oublié mon mot de passe',
  forgotTitle: 'Choisir un nouveau mot de passe',
  forgotIntro: 'Nous envoyons un lien à votre adresse e-mail. Il fonctionne pendant une heure.',
  forgotSent:
    'S’il existe un compte à cette adresse, un lien est en route. Regardez aussi dans les indésirables.',
  forgotSend: 'Envoyez-moi le lien',
  back: 'Revenir à la connexion',
  newPasswordTitle: 'Choisir un nouveau mot de passe',
  newPassword: 'Nouveau mot de passe',
  newPasswordSave: 'Enregistrer le nouveau mot de passe',
  newPasswordDone: 'Votre nouveau mot de passe fonctionne désormais.',
  passwordHint: 'Au moins 10 caractères. Quelques mots à la suite conviennent bien.',
  again: {
    title: 'Veuillez vous reconnecter',
    text: 'Vous avez été déconnecté car rien ne s’est passé ici pendant longtemps. Rien de ce que vous avez écrit n’est perdu ; cela reprend juste après.',
  },
};
