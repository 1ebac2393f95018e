import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporalConnection } from '../../lib/temporal-connection.js';

test('without settings Temporal is expected on this machine', () => {
  expect(temporalConnection({})).toMatchObject({
    connectionOptions: { address: '127.0.0.1:7233' },
    namespace: 'default',
  });
  expect(temporalConnection({ TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '' }).namespace).toBe('default');
});

test('an address, a namespace and an API key lead to Temporal Cloud over TLS', () => {
  expect(
    temporalConnection({
      TEMPORAL_ADDRESS: 'x.tmprl.cloud:7233',
      TEMPORAL_NAMESPACE: 'jm.x',
      TEMPORAL_API_KEY: 'k',
    }),
  ).toMatchObject({
    connectionOptions: { address: 'x.tmprl.cloud:7233', apiKey: 'k', tls: true },
    namespace: 'jm.x',
  });
});

test('somebody’s own Temporal profile is read only when asked for', () => {
  const home = mkdtempSync(join(tmpdir(), 'temporal-home-'));
  const file = join(home, 'temporal.toml');
  writeFileSync(file, '[profile.default]\naddress = "cloud:1"\napi_key = "mine"\n');
  expect(temporalConnection({ HOME: home, XDG_CONFIG_HOME: home }).connectionOptions.apiKey).toBeUndefined();
  expect(temporalConnection({ TEMPORAL_CONFIG_FILE: file }).connectionOptions.address).toBe('cloud:1');
});

test('settings that cannot be used say so in one sentence', () => {
  expect(() =>
    temporalConnection({ TEMPORAL_PROFILE: 'nowhere', TEMPORAL_CONFIG_FILE: '/does/not/exist.toml' }),
  ).toThrow(/TEMPORAL_ settings/);
  expect(() =>
    temporalConnection({ TEMPORAL_TLS_CLIENT_CERT_PATH: '/a', TEMPORAL_TLS_CLIENT_CERT_DATA: 'b' }),
  ).toThrow(/TEMPORAL_ settings/);
});
