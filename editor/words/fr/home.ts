import type { home as original } from '../en/home.js';
import type { Words } from '../words.js';

export const home: Words<typeof original> = {
  title: 'Accueil',
  hello: {
    morning: 'Bonjour, {name}.',
    afternoon: 'Bon après-midi, {name}.',
    evening: 'Bonsoir, {name}.',
  },
  span: 'Du {from} au {to}',
  week: {
    answers:
      '{count, plural, one {# client a répondu} other {# clients ont répondu}} cette semaine, {average} en moyenne.',
    allHappy: 'Personne n’est mécontent.',
    unhappy: '{count, plural, one {Un est mécontent.} other {# sont mécontents.}}',
    sent: '{count, plural, one {# message est parti} other {# messages sont partis}} cette semaine. Personne n’a encore répondu.',
    quiet:
      'Une semaine calme jusqu’ici. {count, plural, =0 {Personne n’est dans un parcours.} one {# client est dans un parcours.} other {# clients sont dans vos parcours.}}',
    empty: 'Rien ne tourne encore. Dessinez votre premier parcours, puis publiez-le.',
  },
  start: {
    title: 'Votre premier parcours, aujourd’hui',
    text: '{count, plural, one {Encore une petite étape} other {Encore # petites étapes}}, et un parcours tournera, avec un message que vous aurez vu.',
    go: 'Continuer',
  },
  needs: {
    title: 'À voir',
    count: '{count, plural, one {# point, depuis {since}} other {# points, le plus ancien depuis {since}}}',
    none: 'Rien à voir pour l’instant',
    noneText: 'Les mauvaises notes, les messages non remis et les connexions en panne apparaîtront ici.',
    gave: '{name} a donné {count, plural, one {# étoile} other {# étoiles}}',
    noWords: 'Sans commentaire',
    somebody: 'Un client',
    look: 'Voir',
    reply: 'Répondre',
    connection: '{name} demande votre attention',
    failed:
      '{count, plural, one {# message n’a pas pu être envoyé} other {# messages n’ont pas pu être envoyés}}',
    failedText: 'Ces sept derniers jours. Chacun dit pourquoi.',
    unknown:
      '{count, plural, one {Un message n’est peut-être pas arrivé} other {# messages ne sont peut-être pas arrivés}}',
    unknownText: 'Leur arrivée n’a jamais été confirmée. Nous n’envoyons rien deux fois de nous-mêmes.',
    held: '{name} est en pause, tout le monde attend',
    heldText: '{count, plural, one {# client attend} other {# clients attendent}} que vous le relanciez.',
    notice: 'Un parcours vous signale',
  },
  numbers: {
    label: 'La semaine en chiffres',
    sent: 'Messages envoyés',
    messages: 'cette semaine',
    answered: 'Réponses',
    customers: '{count, plural, one {client} other {clients}}',
    average: 'Note moyenne',
    ofFive: 'sur 5 étoiles',
    noRating: 'pas encore de note',
    more: '{count} de plus',
    fewer: '{count} de moins',
    higher: '{count} de plus',
    lower: '{count} de moins',
    same: 'Pareil',
    than: 'que la semaine dernière au {day}',
    chart: 'Les sept derniers jours : {values}',
  },
  journeys: {
    title: 'Parcours en cours',
    all: '{count, plural, one {Votre parcours} other {Les # parcours}}',
    hereNow: 'ici maintenant',
    answered: '{average} en moyenne',
    answers: '{count, plural, one {# réponse} other {# réponses}}, 30 jours',
    entered: '{count} entrés',
    enteredSince: '30 jours',
    none: 'Aucun parcours n’est en ligne',
    noneText: 'Partez d’un modèle ou dessinez le vôtre ; rien n’est envoyé avant la publication.',
    begin: 'Aller aux parcours',
  },
};
