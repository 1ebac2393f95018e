/** Everything the app says in English, by area; es and fr have the same keys. */
import { shell } from './shell.js';
import { signIn } from './sign-in.js';
import { events } from './events.js';
import { home } from './home.js';
import { journeys } from './journeys.js';

export const en = {
  shell,
  signIn,
  events,
  home,
  journeys,
} as const;
