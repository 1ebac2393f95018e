import { EVENT_WORDS } from '../../../workflows/flow/words/events.js';
import type { events as original } from '../en/events.js';
import type { Words } from '../words.js';

export const events = Object.fromEntries(
  Object.entries(EVENT_WORDS).map(([type, words]) => [type, words[0]]),
) as unknown as Words<typeof original>;
