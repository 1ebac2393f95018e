/** Everything the app says in French, by area. */
import { shell } from './shell.js';
import { signIn } from './sign-in.js';

export const fr = {
  shell,
  signIn,
} as const;
