import type { ReactNode } from 'react';
import type { ReviewLink } from '../../db/public-business.js';
import { Icon } from './icon.js';
import { words, type Language } from './words.js';

/** It is given the links and the language, and nothing else: what was rated cannot change what is offered. */
export function PublicLinks({ links, language }: { links: ReviewLink[]; language: Language }) {
  const { thanks } = words[language];
  if (links.length === 0) return null;
  return (
    <section className="sec" id="public-reviews">
      <h2>{thanks.shareTitle}</h2>
      <p className="fine">{thanks.shareWhy}</p>
      {links.map(({ site, url }) => (
        <a key={url} className="go line" href={url} rel="noopener noreferrer">
          {ICONS[site.trim().toLowerCase()]}
          {/facebook/i.test(site)
            ? thanks.recommendOn(siteName(site, url))
            : thanks.reviewOn(siteName(site, url))}
        </a>
      ))}
    </section>
  );
}

const ICONS: Readonly<Record<string, ReactNode>> = {
  google: <Icon draws="google" />,
  facebook: <Icon draws="facebook" />,
};

const NAMES: Readonly<Record<string, string>> = {
  google: 'Google',
  facebook: 'Facebook',
  tripadvisor: 'Tripadvisor',
  trustpilot: 'Trustpilot',
  thefork: 'TheFork',
  yelp: 'Yelp',
  booking: 'Booking.com',
};

const siteName = (site: string, url: string): string =>
  NAMES[site.trim().toLowerCase()] ?? (site.trim() || new URL(url).hostname.replace(/^www\./, ''));
