import { request } from 'node:http';
import type { Reply } from './start-api.js';

/** What Safari on a phone sends when a person opens an address. `fetch` would put its own `Sec-Fetch-Mode` in between. */
export const PHONE: Record<string, string> = {
  'user-agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'sec-fetch-site': 'none',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-user': '?1',
  'accept-language': 'en',
};

/** Opens an address with exactly these headers, and follows no redirect. */
export function browse(url: string, headers: Record<string, string> = PHONE, method = 'GET'): Promise<Reply> {
  return new Promise((done, failed) => {
    const asked = request(url, { method, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', failed);
      answer.on('end', () => {
        const said = Object.entries(answer.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, [value].flat().join(', ')] as [string, string]],
        );
        done({
          status: answer.statusCode!,
          headers: new Headers(said),
          text: Buffer.concat(pieces).toString('utf8'),
          json: undefined,
        });
      });
    });
    asked.on('error', failed);
    asked.end();
  });
}
