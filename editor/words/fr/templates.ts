import type { templates as en } from '../en/templates.js';
import type { Words } from '../words.js';

export const templates: Words<typeof en> = {
  title: 'Modèles',
  intro:
    'Des parcours qui marchent tels quels. Prenez-en un, changez ce que vous voulez, publiez quand vous êtes prêt.',
  filter: 'Quel métier',
  all: 'Tous',
  trades: 'Artisans',
  restaurant: 'Restaurants',
  hotel: 'Hôtels',
  shop: 'Magasins',
  begins: 'Commence quand',
  needs: 'Utilise ces données',
  nothing: 'Rien d’autre que le client',
  messages: '{count, plural, one {Le seul message} other {Les # messages}}',
  standard: 'Notre propre question dans la langue du client, avec un lien pour répondre.',
  use: 'Utiliser',
  useNamed: 'Utiliser « {name} »',
};
