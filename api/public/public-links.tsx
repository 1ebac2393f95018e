import type { ReactNode } from 'react';
import type { ReviewLink } from '../../db/public-business.js';
import { siteName } from '../../workflows/flow/review-sites.js';
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
          {ICONS.get(site.trim().toLowerCase())}
          {/facebook/i.test(site)
            ? thanks.recommendOn(nameOf(site, url))
            : thanks.reviewOn(nameOf(site, url))}
        </a>
      ))}
    </section>
  );
}

const ICONS: ReadonlyMap<string, ReactNode> = new Map([
  ['google', <Icon draws="google" />],
  ['facebook', <Icon draws="facebook" />],
]);

const nameOf = (site: string, url: string): string =>
  siteName(site.trim()) || new URL(url).hostname.replace(/^www\./, '');
