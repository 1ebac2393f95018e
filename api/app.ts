import express, { type Express } from 'express';
import helmet from 'helmet';
import { Problem } from '../lib/problem.js';
import { appRoutes } from './app-files.js';
import { refuseUnknownHosts } from './auth/known-host.js';
import { authRoutes } from './auth/routes.js';
import type { ApiDeps } from './deps.js';
import { docsRoutes } from './docs/router.js';
import { healthRoutes } from './health.js';
import { homeRoutes } from './home.js';
import { observe } from './observe.js';
import { problemHandler } from './problem-handler.js';
import { logoRoutes } from './public/logo-router.js';
import { publicRoutes } from './public/router.js';
import { routerOf } from './router.js';
import { routes } from './routes/index.js';
import { hookRoutes } from './sources/router.js';

/**
 * Everything that arrives over HTTP. Nothing here parses a body before the route that wants it: deliveries and
 * better-auth need the bytes as they came, and a stranger's megabytes are refused before they are read.
 */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.config.trustedProxies);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.use(observe(deps));
  app.use(securityHeaders(deps.config.publicUrl));
  app.use(refuseUnreadableAddresses);

  app.use('/hooks', hookRoutes(deps));
  app.use(logoRoutes(deps));
  app.use(publicRoutes(deps));
  app.use(['/api/auth', '/api/v1/setup'], refuseUnknownHosts(deps.config.publicUrl));
  app.use('/api/auth', authRoutes(deps));
  app.use('/api/v1', routerOf(routes, deps));
  app.use(healthRoutes(deps));
  app.use(docsRoutes(deps));
  app.use(appRoutes());
  app.use(homeRoutes(deps));

  app.use(() => {
    throw new Problem('not_found', 'There is nothing at this address.');
  });
  app.use(problemHandler(deps.log));
  return app;
}

/** No script, no frame, nothing from elsewhere; pages that need more say so themselves. */
function securityHeaders(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
}

/** `%00` and broken escapes are nobody's address; refusing them here keeps them out of every query. */
function refuseUnreadableAddresses(request: express.Request, _response: express.Response, next: () => void) {
  let decoded: string;
  try {
    decoded = decodeURIComponent(request.url.replaceAll('+', ' '));
  } catch {
    throw new Problem('bad_request', 'The address cannot be read.');
  }
  if (/[\0\uFFFE\uFFFF]/.test(decoded)) throw new Problem('bad_request', 'The address cannot be read.');
  next();
}
