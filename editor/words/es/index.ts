/** Everything the app says in Spanish, by area. */
import { shell } from './shell.js';
import { signIn } from './sign-in.js';

export const es = {
  shell,
  signIn,
} as const;
