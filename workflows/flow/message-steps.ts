import { PURPOSE_OF_INTENT, purposeFrom, type Channel, type Intent, type Purpose } from './purposes.js';
import type { Kind } from './steps/index.js';

interface MessageSettings {
  purpose?: Purpose;
  intent?: Intent;
  channels?: Channel[];
}

/** Why a message step sends; null while its draft does not say, and for other steps. */
export function purposeOf({ kind, settings }: { kind: Kind; settings: unknown }): Purpose | null {
  if (kind === 'review_request') return 'review';
  if (kind !== 'email' && kind !== 'sms') return null;
  const { purpose, intent } = settings as MessageSettings;
  const known = intent !== undefined && Object.hasOwn(PURPOSE_OF_INTENT, intent) ? intent : undefined;
  return purposeFrom(purpose, known);
}

/** The channels a message step may use, the preferred first; none for other steps. */
export function channelsOf({ kind, settings }: { kind: Kind; settings: unknown }): Channel[] {
  if (kind === 'email' || kind === 'sms') return [kind];
  if (kind !== 'review_request') return [];
  const { channels } = settings as MessageSettings;
  return Array.isArray(channels) ? channels : [];
}
