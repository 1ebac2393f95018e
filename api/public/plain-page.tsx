import type { PublicBusiness } from '../../db/public-business.js';
import { renderPage } from './layout.js';
import { words, type Language } from './words.js';

/** `code` is a printed code nobody uses; `unknown` any other link. */
export type PlainKind = 'unknown' | 'code' | 'limited' | 'away';

/** A title and a sentence, for links that lead nowhere: the same page whatever the reason, and no facts in it. */
export function plainPage({
  language,
  nonce,
  kind,
}: {
  language: Language;
  nonce: string;
  kind: PlainKind;
}): string {
  const { gone } = words[language];
  const title = gone[`${kind}Title`];
  return renderPage({
    language,
    nonce,
    title,
    business: null,
    here: null,
    children: (
      <>
        <h1>{title}</h1>
        <p className="mut">{gone[kind]}</p>
      </>
    ),
  });
}

/** A link that has run out: whom to turn to instead. */
export function expiredPage({
  language,
  nonce,
  here,
  business,
}: {
  language: Language;
  nonce: string;
  here: string;
  business: PublicBusiness;
}): string {
  const { gone } = words[language];
  return renderPage({
    language,
    nonce,
    title: gone.expiredTitle,
    business,
    here,
    children: (
      <>
        <h1>{gone.expiredTitle}</h1>
        <p className="mut">{gone.expired(business.name)}</p>
        <section className="sec">
          <h2>{gone.contact}</h2>
          <ContactLines business={business} />
        </section>
      </>
    ),
  });
}

/** How to reach a business, as far as it has said so. */
export function ContactLines({ business }: { business: PublicBusiness }) {
  const { phone, email, website, postalAddress } = business;
  return (
    <>
      {phone && (
        <p>
          <a href={`tel:${phone.replace(/[^+0-9]/g, '')}`}>{phone}</a>
        </p>
      )}
      {email && (
        <p>
          <a href={`mailto:${encodeURIComponent(email).replaceAll('%40', '@')}`}>{email}</a>
        </p>
      )}
      {website && /^https?:\/\//i.test(website) && (
        <p>
          <a href={website} rel="noopener noreferrer">
            {website.replace(/^https?:\/\//i, '').replace(/\/$/, '')}
          </a>
        </p>
      )}
      {postalAddress && <p className="mut">{postalAddress}</p>}
    </>
  );
}
