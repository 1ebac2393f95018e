import { Router } from 'express';
import { Problem } from '../lib/problem.js';
import type { ApiDeps } from './deps.js';
import type { Route } from './handle.js';

/** Every route at its address; another method there is 405, and says which there are. */
export function routerOf(routes: readonly Route[], deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true });
  for (const [path, here] of byPath(routes)) {
    const at = router.route(path);
    for (const { operation, answer } of here) {
      at[operation.method as Verb]((request, response) => answer(request, response, deps));
    }
    const methods = here.map(({ operation }) => operation.method.toUpperCase());
    if (methods.includes('GET')) methods.push('HEAD');
    at.all((_request, response) => {
      response.set('allow', methods.join(', '));
      throw new Problem('method_not_allowed', `Use ${methods.join(' or ')} here.`);
    });
  }
  return router;
}

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Addresses without parameters first, so that `/customers/export` is never taken for an id. */
function byPath(routes: readonly Route[]): [string, Route[]][] {
  const paths = new Map<string, Route[]>();
  for (const route of routes) {
    paths.set(route.operation.path, [...(paths.get(route.operation.path) ?? []), route]);
  }
  return [...paths].sort(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')));
}
