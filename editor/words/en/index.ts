/** Everything the app says in English, by area; es and fr have the same keys. */
import { shell } from './shell.js';
import { signIn } from './sign-in.js';

export const en = {
  shell,
  signIn,
} as const;
