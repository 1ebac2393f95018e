import { newId } from '../../lib/ids.js';
import { newLinkToken } from '../../lib/tokens.js';
import { valueAt, type Facts } from '../../workflows/flow/facts.js';
import type { MessageLinks } from '../../workflows/flow/merge-fields.js';

/** One of our own links, and where it leads. */
export interface ShortLink {
  id: string;
  /** Hex of the SHA-256 of its token. */
  hash: string;
  target: string;
  /** The review site it leads to, if it does. */
  reviewSite: string | null;
}

export interface Shortening {
  publicUrl: string;
  /** As the owner wrote it, with Liquid: only links the owner put there are ours to lead. */
  template: string;
  facts: Facts;
  links: MessageLinks;
}

/**
 * Short links for a message about to be sent, made as its texts are read: the same address gets the same link. Only
 * http and https addresses of other hosts that the owner wrote, or chose as a field that is an address, are replaced;
 * an address a customer smuggled into a name or a note stays what it is, so that ours never lends it our name.
 */
export function createShortLinks(shortening: Shortening) {
  const made = new Map<string, { href: string; link: ShortLink }>();
  const notOurs = new Set<string>();
  const isOurs = ownedBy(shortening);

  function shortFor(target: string): string {
    const known = made.get(target);
    if (known) return known.href;
    if (notOurs.has(target)) return target;
    if (made.size >= MOST_LINKS || !isOurs(target)) {
      notOurs.add(target);
      return target;
    }
    const { token, hash } = newLinkToken();
    const href = `${shortening.publicUrl}/l/${token}`;
    const link = {
      id: newId(),
      hash: hash.toString('hex'),
      target,
      reviewSite: siteOf(target, shortening.facts),
    };
    made.set(target, { href, link });
    return href;
  }

  return {
    /** What stands behind the links of an e-mail; the words of a link stay. */
    html: (html: string): string =>
      html.replace(/ href="([^"]*)"/g, (_whole, href: string) => {
        const target = unescapeHtml(href);
        const short = shortFor(target);
        return ` href="${short === target ? href : short}"`;
      }),
    text: (text: string): string =>
      text.replace(/https?:\/\/[^\s<>"]+/gi, (found) => {
        const target = withoutTrailing(found);
        return shortFor(target) + found.slice(target.length);
      }),
    all: (): ShortLink[] => [...made.values()].map(({ link }) => link),
  };
}

/** More than this are not counted one by one, and stay what they are. */
const MOST_LINKS = 200;

/** An address without what ends a sentence. By hand, because an expression would look at a run of dots again from each. */
function withoutTrailing(address: string): string {
  let end = address.length;
  while (end > 0 && TRAILING.has(address[end - 1]!)) end--;
  return address.slice(0, end);
}

const TRAILING = new Set(".,;:!?'’”»)]");

function ownedBy({ publicUrl, template, facts, links }: Shortening): (target: string) => boolean {
  const written = beginningsIn(template);
  const fields = [...template.matchAll(/\{\{-?\s*([\w.]+)/g)].map(([, path]) => path!);
  const chosen = fields
    .filter((path) => /(link|url)$/i.test(path))
    .map((path) => (path in links ? links[path as keyof MessageLinks] : valueAt(facts, path)));
  return (target) => {
    const address = URL.canParse(target) ? new URL(target) : null;
    if (!address || !/^https?:$/.test(address.protocol) || address.username || address.password) return false;
    if (address.host === new URL(publicUrl).host) return false;
    if (chosen.includes(target)) return true;
    // It goes on from what the owner wrote, on the very host the owner wrote.
    return written.get(address.host)?.some((begin) => target.startsWith(begin)) ?? false;
  };
}

/** The addresses a template writes out, or begins, by host. */
function beginningsIn(template: string): Map<string, string[]> {
  const written = template.matchAll(/https?:\/\/[^\s<>"'{}()[\]]+/gi);
  const byHost = new Map<string, string[]>();
  for (const begin of new Set([...written].map(([address]) => withoutTrailing(address)))) {
    if (!URL.canParse(begin)) continue;
    const { host } = new URL(begin);
    byHost.set(host, [...(byHost.get(host) ?? []), begin]);
  }
  return byHost;
}

function siteOf(target: string, { business }: Facts): string | null {
  const links = (business.reviewLinks as { site: string; url: string }[] | undefined) ?? [];
  return links.find(({ url }) => url === target)?.site ?? null;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_whole, name: string) => entities[name]!);
