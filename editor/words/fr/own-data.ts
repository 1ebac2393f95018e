import type { ownData as original } from '../en/own-data.js';
import type { Words } from '../words.js';

export const ownData: Words<typeof original> = {
  title: 'Données',
  intro: 'Vos clients sont à vous : emportez-les, ou effacez-en un pour de bon.',
  export: 'Emporter vos clients',
  exportText: 'Tout le monde avec nom, contact, langue et étiquettes, dans un fichier.',
  csv: 'En tableau (CSV)',
  json: 'En JSON',
  collecting: 'Rassemblement en cours …',
  exported: 'Le fichier est dans vos téléchargements.',
  erase: 'Effacer un client',
  eraseText:
    'Quand quelqu’un le demande : nom, contact, messages et réponses partent. Les chiffres restent, sans la personne.',
  find: 'Trouver le client',
  findHint: 'Nom, e-mail ou téléphone',
  eraseOne: 'Effacer',
  eraseTitle: 'Effacer {name} ?',
  eraseConfirm:
    'Chaque parcours où se trouve {name} se termine, et ce que nous savons disparaît. Écrivez le nom pour continuer.',
  typeName: 'Nom',
  erased: 'Le client est effacé.',
  nobody: 'Personne ne correspond.',
  unnamed: 'Sans nom',
};
