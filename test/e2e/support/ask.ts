import { readInstance } from './instance.js';

/** Ask the API of this run with its key; throws what it refuses. */
export async function ask<Answer>(
  method: string,
  address: string,
  body?: unknown,
  headers = {},
): Promise<Answer> {
  const { url, apiKey } = readInstance();
  const answer = await fetch(`${url}/api/v1${address}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}
