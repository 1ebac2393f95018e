import { expect, test } from '@jest/globals';
import path from 'node:path';
import { packageRoot, readConfig } from '../../local/config.js';

test('with nothing set, everything runs on this machine at port 4000', () => {
  expect(readConfig({})).toMatchObject({
    url: 'http://127.0.0.1:4000',
    publicUrl: 'http://127.0.0.1:4000',
    dataFolder: path.join(packageRoot, '.local'),
    databaseUrl: null,
    temporalAddress: null,
    demo: true,
  });
});

test('every unusable setting is named at once', () => {
  expect(() =>
    readConfig({ PORT: 'http', DATABASE_URL: 'mysql://x', SECRETS_KEY: 'short', DEMO: 'no' }),
  ).toThrow(
    /PORT: must be a whole number from 1 to 65535[^]*DATABASE_URL: must be[^]*SECRETS_KEY: must be 32 bytes[^]*DEMO: must be 0 or 1/,
  );
});

test('what the API or the worker could not start with is named before anything starts', () => {
  const said = (env: NodeJS.ProcessEnv) => {
    try {
      readConfig(env);
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').map((line) => line.trim().split(':')[0]);
    }
  };
  expect(said({ PORT: 'http', EMAIL_PROVIDER: 'fax' }).slice(1)).toEqual(['PORT', 'EMAIL_PROVIDER']);
  expect(
    said({ EMAIL_PROVIDER: 'postmark', SMS_PROVIDER: 'twilio', LOG_LEVEL: 'loud' }).slice(1).sort(),
  ).toEqual([
    'EMAIL_FROM',
    'LOG_LEVEL',
    'POSTMARK_TOKEN',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_FROM',
  ]);
  expect(said({ WORKER_METRICS_PORT: 'x' }).slice(1)).toEqual(['WORKER_METRICS_PORT']);
});

test('an empty setting counts as absent', () => {
  expect(readConfig({ PORT: '', TEMPORAL_ADDRESS: '', DEMO: '' }).port).toBe(4000);
});

test('a server that listens everywhere is opened at the loopback address', () => {
  expect(readConfig({ HOST: '0.0.0.0', PORT: '80' }).url).toBe('http://127.0.0.1:80');
});

test('a Temporal cluster in the environment is used instead of the built-in server', () => {
  expect(readConfig({ TEMPORAL_ADDRESS: 'temporal.example:7233' }).temporalAddress).toBe(
    'temporal.example:7233',
  );
});
