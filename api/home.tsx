import { Router } from 'express';
import { renderToStaticMarkup } from 'react-dom/server';
import { anyBusiness } from '../db/businesses.js';
import type { ApiDeps } from './deps.js';
import { isDatabaseAway } from './problem-handler.js';

/** `/`: what is running here, until the app itself is. */
export function homeRoutes({ database, temporal, config }: ApiDeps): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    const setUp = await anyBusiness(database).catch((error: unknown) => {
      if (isDatabaseAway(error)) return null;
      throw error;
    });
    response.set('cache-control', 'no-store').type('html');
    response.send(
      `<!doctype html>${renderToStaticMarkup(
        <Home
          url={config.publicUrl}
          database={setUp !== null}
          setUp={setUp}
          temporal={temporal() !== null}
          email={config.channels.email.provider}
          sms={config.channels.sms.provider}
        />,
      )}`,
    );
  });
  return router;
}

interface Facts {
  url: string;
  database: boolean;
  /** Null while the database does not say. */
  setUp: boolean | null;
  temporal: boolean;
  email: string;
  sms: string;
}

function Home({ url, database, setUp, temporal, email, sms }: Facts) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Journeyman</title>
        <link rel="stylesheet" href="/docs.css" />
      </head>
      <body className="home">
        <main>
          <h1>Journeyman is running</h1>
          <ul>
            <Line what="API" state={`at ${url}/api/v1`} />
            <Line what="Database" state={database ? 'answers' : 'cannot be reached'} />
            <Line what="Temporal" state={temporal ? 'answers' : 'cannot be reached; what needs it waits'} />
            <Line what="Email" state={carrier(email)} />
            <Line what="Texts" state={carrier(sms)} />
          </ul>
          {setUp === false && (
            <p>
              There is no business yet. Make the first one, and its owner, with{' '}
              <code>POST /api/v1/setup</code>: <a href="/docs#setUp">how</a>.
            </p>
          )}
          <p>
            <a href="/docs">Read the API</a>
          </p>
        </main>
      </body>
    </html>
  );
}

const Line = ({ what, state }: { what: string; state: string }) => (
  <li>
    <span>{what}</span> <span className="state">{state}</span>
  </li>
);

const carrier = (provider: string) =>
  provider === 'outbox' ? 'kept in the outbox; nothing leaves' : `sent through ${provider}`;
