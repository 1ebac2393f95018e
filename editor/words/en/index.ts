/** Everything the app says in English, by area; es and fr have the same keys. */
import { shell } from './shell.js';
import { signIn } from './sign-in.js';
import { events } from './events.js';
import { home } from './home.js';
import { journeys } from './journeys.js';
import { customers } from './customers.js';
import { inbox } from './inbox.js';
import { messages } from './messages.js';
import { conversations } from './conversations.js';
import { feedback } from './feedback.js';
import { connections } from './connections.js';
import { team } from './team.js';
import { apiKeys } from './api-keys.js';
import { settings } from './settings.js';
import { ownData } from './own-data.js';
import { setUp } from './set-up.js';
import { templates } from './templates.js';

export const en = {
  shell,
  signIn,
  events,
  home,
  journeys,
  customers,
  inbox,
  messages,
  conversations,
  feedback,
  connections,
  team,
  apiKeys,
  settings,
  ownData,
  setUp,
  templates,
} as const;
