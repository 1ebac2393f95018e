import { z } from 'zod';
import { channelSettings, type ChannelSettings } from './channel-settings.js';
import { createKeyring } from './crypto.js';
import { faultFinder, given, logLevel, outboundAllow, postgresUrl, secretsKey } from './settings.js';
import { temporalConnection, type TemporalConnection } from './temporal-connection.js';

/** The variables that the API and a worker both read; each adds its own. */
export const serverVariables = {
  DATABASE_URL: postgresUrl,
  SECRETS_KEY: secretsKey,
  LOG_LEVEL: logLevel,
  OUTBOUND_ALLOW: outboundAllow,
  NODE_ENV: z.string().optional(),
};

export interface ServerSettings<Settings> {
  settings: Settings;
  temporal: TemporalConnection;
  channels: ChannelSettings;
}

/**
 * The variables of `schema`, with where Temporal is and who carries messages. Throws one error that names every fault, a
 * line each. An empty variable counts as absent.
 */
export function readServerSettings<Schema extends z.ZodType>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): ServerSettings<z.output<Schema>> {
  const set = given(env);
  const { faults, attempt, note, message } = faultFinder();
  const parsed = schema.safeParse(set);
  note(parsed);
  if (set.SECRETS_KEY) attempt(() => createKeyring(set.SECRETS_KEY!));
  if (set.NODE_ENV === 'production' && set.OUTBOUND_ALLOW) {
    faults.push('OUTBOUND_ALLOW: must be empty when NODE_ENV is production');
  }
  const temporal = attempt(() => temporalConnection(set));
  const channels = attempt(() => channelSettings(set));
  if (faults.length > 0 || !parsed.success || !temporal || !channels) throw new Error(message());
  return { settings: parsed.data, temporal, channels };
}
