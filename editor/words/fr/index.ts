/** Everything the app says in French, by area. */
import { shell } from './shell.js';
import { signIn } from './sign-in.js';
import { events } from './events.js';
import { home } from './home.js';
import { journeys } from './journeys.js';

export const fr = {
  shell,
  signIn,
  events,
  home,
  journeys,
} as const;
