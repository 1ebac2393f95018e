import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { createKeyring } from '../../lib/crypto.js';
import { createDataConverter } from '../../lib/payload-codec.js';
import { historiesKey } from '../histories/key.js';
import { workflowBundle } from '../support/temporal.js';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));

test('every recorded history still replays: nobody inside a journey is broken by today’s code', async () => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  expect(files.length).toBeGreaterThanOrEqual(15);
  const histories = await Promise.all(
    files.map(async (name) => ({
      workflowId: name,
      history: JSON.parse(await readFile(folder + name, 'utf8')),
    })),
  );
  const results = Worker.runReplayHistories(
    { workflowBundle: workflowBundle(), dataConverter: createDataConverter(createKeyring(historiesKey)) },
    histories,
  );
  const replayed: Record<string, string | undefined> = {};
  for await (const { workflowId, error } of results) replayed[workflowId] = error?.message;
  expect(replayed).toEqual(Object.fromEntries(files.map((name) => [name, undefined])));
});

test('no history holds a word of a customer or a message', async () => {
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json'))) {
    const text = await readFile(folder + name, 'utf8');
    const payloads = [...text.matchAll(/"data":\s*"([^"]+)"/g)].map(([, data]) =>
      Buffer.from(data!, 'base64').toString('latin1'),
    );
    for (const canary of ['Ana Ruiz', '@example.com', '+34600111222', 'This is']) {
      expect(text).not.toContain(canary);
      for (const payload of payloads) expect(payload).not.toContain(canary);
    }
  }
});
