/** The contract as JSON on standard output: what `npm run types:api` makes the app's types from. No server is needed. */
import { openApi } from './openapi.js';

process.stdout.write(JSON.stringify(openApi('http://127.0.0.1:4000'), null, 2) + '\n');
