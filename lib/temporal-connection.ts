import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface TemporalConnection {
  /** For `Connection.connect` and `NativeConnection.connect` alike. */
  connectionOptions: ClientConnectConfig['connectionOptions'] & { address: string };
  namespace: string;
}

/**
 * Where Temporal is, from `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS_*`
 * and `TEMPORAL_GRPC_META_*` as `@temporalio/envconfig` reads them; 127.0.0.1:7233 and `default` otherwise.
 *
 * A configuration file is read only when `TEMPORAL_CONFIG_FILE` or `TEMPORAL_PROFILE` asks for it:
 * the keys of somebody's own `temporal` command must not slip into a server that sets only an address.
 *
 * Throws an `Error` in an operator's words when the settings contradict each other or name a missing file.
 */
export function temporalConnection(env: Environment): TemporalConnection {
  const wantsFile = Boolean(env['TEMPORAL_CONFIG_FILE'] || env['TEMPORAL_PROFILE']);
  const { connectionOptions, namespace } = load(env, wantsFile);
  return {
    connectionOptions: { ...connectionOptions, address: connectionOptions.address || '127.0.0.1:7233' },
    namespace: namespace || 'default',
  };
}

function load(env: Environment, wantsFile: boolean): ClientConnectConfig {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  try {
    return loadClientConnectConfig({ disableFile: !wantsFile, overrideEnvVars });
  } catch (cause) {
    throw new Error(`The TEMPORAL_ settings cannot be used: ${(cause as Error).message}`, { cause });
  }
}
