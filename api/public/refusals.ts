import type { Request, Response } from 'express';
import { Problem } from '../../lib/problem.js';

/** For a limiter that has had enough; the router answers with a page in the visitor's language. */
export function refuseFlood(): never {
  throw new Problem('rate_limited', 'This page was opened very often just now.', { retryAfterSeconds: 60 });
}

/** For the methods an address does not take: `allow` lists those it does. */
export const refuseMethod = (allow: string, message: string) => (_request: Request, response: Response) => {
  response.set('allow', allow);
  throw new Problem('method_not_allowed', message);
};

export const onlyGetAndPost = refuseMethod('GET, HEAD, POST', 'This page can be read, and answered.');
