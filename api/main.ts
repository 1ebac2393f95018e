/** `npm run api`: the HTTP API, the app and customers' pages, as one process of any number. */
import { readConfig } from './config.js';
import { startApi } from './server.js';

try {
  const api = await startApi(readConfig());
  api.deps.log.info({ address: api.url }, 'The API listens');
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      api.deps.log.info({ signal }, 'Stopping');
      void api.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
