import { randomInt } from 'node:crypto';

/**
 * Fills the Liquid of `source`, escaping nothing. `missing` names a field that has no value and no
 * default; `fault` says why the template cannot be used. Neither must be sent.
 */
export type RenderLiquid<Facts> = (source: string, facts: Facts) => { text: string } | Unfilled;

export type Unfilled = { missing: string } | { fault: string };

/**
 * Liquid in the middle of Markdown. While Markdown is read, each tag is a slot: one private-use character
 * that Markdown takes for a letter. Afterwards the slots become Liquid again, and the place where each
 * stands decides how its value is made harmless.
 *
 * The escaping is ours and not Liquid's, because it has to hold whatever filters the owner wrote: values
 * come from customers. Marks that no value can know (random for each template) stand around every output,
 * and what comes out between them is escaped.
 */
export interface Slots {
  /** The source with slots in place of tags. */
  text: string;
  tags: readonly Tag[];
}

interface Tag {
  source: string;
  /** Does it print something itself, as opposed to steering what is printed? */
  prints: boolean;
  /** Does the field that it prints promise to be an address, by its name? */
  isLink: boolean;
}

/** Where a slot stands: in running text, inside a link's words, in an attribute, at the head or inside of a URL. */
export type Place = 'text' | 'words' | 'attribute' | 'url_head' | 'url_rest';

const marks: Record<Place, string> = {
  text: '\uE000',
  words: '\uE002',
  attribute: '\uE003',
  url_head: '\uE004',
  url_rest: '\uE005',
};
const END = '\uE001';
const anySlot = /([\uE000\uE002-\uE005])(\d+)\uE001/g;

/** Tags that print nothing by themselves. Any other tag, known or not, counts as printing and is escaped. */
const steering =
  /^(if|elsif|else|endif|unless|endunless|case|when|endcase|for|endfor|break|continue|assign|capture|endcapture|comment|endcomment)\b/;

/** Take the Liquid out of a source. */
export function cutSlots(source: string): Slots {
  const tags: Tag[] = [];
  let capturing = 0;
  const text = source.replace(/[\uE000-\uE0FF]/g, '').replace(liquidTag, (tag) => {
    const inner = tag.slice(2, -2).replace(/^-|-$/g, '').trim();
    if (tag.startsWith('{%') && /^capture\b/.test(inner)) capturing += 1;
    if (tag.startsWith('{%') && /^endcapture\b/.test(inner)) capturing -= 1;
    // What a capture collects is escaped once, where it is printed.
    const prints = (tag.startsWith('{{') || !steering.test(inner)) && capturing === 0;
    tags.push({ source: tag, prints, isLink: /^[\w.]*(link|url)$/i.test(inner) });
    return `${marks.text}${tags.length - 1}${END}`;
  });
  return { text: isolateSteeringLines(text, tags), tags };
}

const liquidTag = /\{\{(?:"[^"]*"|'[^']*'|[^"'])*?\}\}|\{%(?:"[^"]*"|'[^']*'|[^"'])*?%\}/g;

/** A line that only steers (`{% if … %}`) is a paragraph of its own, so that no list or paragraph grows around it. */
function isolateSteeringLines(text: string, tags: readonly Tag[]): string {
  return text
    .split('\n')
    .map((line) => (line.trim() !== '' && isOnlySteering(line, tags) ? `\n${line.trim()}\n` : line))
    .join('\n');
}

/** Nothing but steering tags and space? */
export function isOnlySteering(text: string, tags: readonly Tag[]): boolean {
  let found = false;
  const rest = text.replace(anySlot, (slot, _mark, index: string) => {
    if (tags[Number(index)]!.prints) return slot;
    found = true;
    return '';
  });
  return found && rest.trim() === '';
}

/** Say where the slots of `text` stand. */
export function placed(text: string, place: 'words' | 'attribute' | 'url'): string {
  if (place !== 'url') return text.replaceAll(marks.text, marks[place]);
  return text.replace(
    anySlot,
    (_slot, _mark, index: string, at: number) =>
      `${at === 0 ? marks.url_head : marks.url_rest}${index}${END}`,
  );
}

/** Does it begin with a slot? Then only its value can tell what kind of address it is. */
export function beginsWithSlot(text: string): boolean {
  return /^[\uE000\uE002-\uE005]/.test(text);
}

/** The Liquid back in its place, nothing around it: for plain text, where nothing needs escaping. */
export function plainLiquid({ text, tags }: Slots): string {
  return text.replace(anySlot, (_slot, _mark, index: string) => tags[Number(index)]!.source);
}

/**
 * HTML with slots as Liquid again, every output between marks; `finish` takes what the Liquid made of it,
 * escapes what stands between the marks and removes them.
 */
export function htmlLiquid(
  html: string,
  tags: readonly Tag[],
): { source: string; finish(filled: string): string } {
  const secret = newSecret();
  const source = html.replace(anySlot, (_slot, mark: string, index: string) => {
    const tag = tags[Number(index)]!;
    if (!tag.prints) return tag.source;
    const linkable = mark === marks.text && tag.isLink;
    return `${secret}${linkable ? LINK : mark}${tag.source}${secret}${END}`;
  });
  return { source, finish: (filled) => makeHarmless(filled, secret) };
}

/** A mark that nobody who fills in a template can guess. */
export function newSecret(): string {
  return `\uE010${randomInt(2 ** 47)}\uE011`;
}

const LINK = '\uE006';

function makeHarmless(filled: string, secret: string): string {
  const [first = '', ...pieces] = filled.split(secret);
  let html = first;
  let depth = 0;
  let outermost = '';
  for (const piece of pieces) {
    const mark = piece[0]!;
    const rest = piece.slice(1);
    if (mark === END) {
      depth = Math.max(0, depth - 1);
      html += depth === 0 ? rest : harmless(rest, outermost);
    } else {
      if (depth === 0) outermost = mark;
      depth += 1;
      html += harmless(rest, outermost);
    }
  }
  return html;
}

function harmless(value: string, mark: string): string {
  switch (mark) {
    case marks.url_head:
      return isSafeUrl(value.trim()) ? escapeHtml(encodeUrl(value.trim())) : '#';
    case marks.url_rest:
      return escapeHtml(encodeUrl(value));
    case marks.attribute:
      return escapeHtml(value);
    case LINK:
      return /^https?:\/\/\S+$/i.test(value.trim())
        ? `<a class="link" href="${escapeHtml(encodeUrl(value.trim()))}">${escapeHtml(value.trim())}</a>`
        : escapeHtml(value);
    default:
      return escapeHtml(value).replace(/\r\n?|\n/g, '<br/>');
  }
}

/** Only these four kinds of address are ever put behind a link. */
export function isSafeUrl(url: string): boolean {
  // Browsers ignore tabs, line breaks and leading control characters, so they must not hide a scheme.
  return /^(https?:\/\/|mailto:|tel:)/i.test(url) && !/[\p{Cc}]/u.test(url);
}

function encodeUrl(url: string): string {
  return url.replace(/[\s\p{Cc}"'<>\\^`{|}]/gu, (character) =>
    encodeURIComponent(character).replace("'", '%27'),
  );
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
