import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { PublicBusiness } from '../../db/public-business.js';
import { fitLogo, readLogoPath } from '../../lib/logo.js';
import { readableAccent } from './accent.js';
import { styleOf } from './style.js';
import { LANGUAGES, words, type Language } from './words.js';

export interface PageFrame {
  language: Language;
  /** Of this answer only; the stylesheet carries it. */
  nonce: string;
  title: string;
  /** Null where we may not say whose page this is. */
  business: Pick<PublicBusiness, 'name' | 'logoUrl' | 'accent'> | null;
  /** The address of this page without a query; the languages and the way to stop hang from it. */
  here: string | null;
  stopHref?: string | null;
  children: ReactNode;
}

/** A whole page, as text. Everything dynamic is escaped; there is no script. */
export function renderPage({
  language,
  nonce,
  title,
  business,
  here,
  stopHref,
  children,
}: PageFrame): string {
  const accent = readableAccent(business?.accent ?? null);
  return `<!doctype html>${renderToStaticMarkup(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex,nofollow" />
        <title>{title}</title>
        <style nonce={nonce} dangerouslySetInnerHTML={{ __html: styleOf(accent) }} />
      </head>
      <body>
        {business && <Header business={business} />}
        <main>{children}</main>
        <footer>
          <nav>
            {here &&
              LANGUAGES.filter((other) => other !== language).map((other) => (
                <a key={other} href={`${here}?lang=${other}`} hrefLang={other} lang={other}>
                  {words[other].language}
                </a>
              ))}
          </nav>
          {stopHref && <a href={stopHref}>{words[language].stop.link}</a>}
        </footer>
      </body>
    </html>,
  )}`;
}

/** A word across is given more room than a sign. */
const LOGO_ROOM = { width: 132, height: 44 };

/** Only a logo we serve ourselves is shown: a page of a customer asks nobody else for anything. */
function Header({ business: { name, logoUrl } }: { business: Pick<PublicBusiness, 'name' | 'logoUrl'> }) {
  const logo = readLogoPath(logoUrl);
  return (
    <header className="biz">
      {logo ? (
        <img className="pic" src={logo.path} alt="" {...fitLogo(logo, LOGO_ROOM)} />
      ) : (
        <span className="logo" aria-hidden="true">
          {[...name][0]?.toUpperCase()}
        </span>
      )}
      <span>{name}</span>
    </header>
  );
}
