import { Button, Heading, Hr, Img, Link, Text } from '@react-email/components';
import { Lexer, Tokenizer, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { beginsWithSlot, isOnlySteering, isSafeUrl, placed, type Slots } from './liquid-slots.js';
import type { Look } from './look.js';

/** Markdown (CommonMark with tables and bare links) as tokens. A single line break is kept, as owners expect of a letter. */
export function readMarkdown(markdown: string): Token[] {
  return new Lexer({ gfm: true, breaks: true, tokenizer: new PatientTokenizer() }).lex(flattened(markdown));
}

/** Characters of one paragraph beyond which its stars and tildes are letters: pairing them takes the square of it. */
const LONGEST_WITH_EMPHASIS = 10_000;

class PatientTokenizer extends Tokenizer {
  override emStrong(src: string, maskedSrc: string, prevChar?: string) {
    return maskedSrc.length > LONGEST_WITH_EMPHASIS ? undefined : super.emStrong(src, maskedSrc, prevChar);
  }

  override del(src: string, maskedSrc: string, prevChar?: string) {
    return maskedSrc.length > LONGEST_WITH_EMPHASIS ? undefined : super.del(src, maskedSrc, prevChar);
  }
}

/** Quotations and lists within each other beyond which nobody reads, and a recursion ends in an overflow. */
const DEEPEST = 30;

/** Lines without the marks that would begin a block deeper than that. */
function flattened(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => {
      const marks = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/.exec(line)?.[0] ?? '';
      const each = marks.match(/>|[-*+]|\d{1,9}[.)]/g) ?? [];
      return each.length > DEEPEST ? each.slice(0, DEEPEST).join(' ') + line.slice(marks.length) : line;
    })
    .join('\n');
}

/**
 * Markdown as blocks of an e-mail. HTML in it is shown as text; links go to http, https, mailto and tel
 * only, pictures come from https only. A paragraph that is one link becomes a button.
 */
export function Blocks({ tokens, slots, look }: { tokens: Token[]; slots: Slots; look: Look }): ReactNode {
  return tokens.map((token, index) => <Block key={index} token={token} slots={slots} look={look} />);
}

function Block({ token, slots, look }: { token: Token; slots: Slots; look: Look }): ReactNode {
  const inline = (tokens: Token[] = []) => <Inline tokens={tokens} look={look} />;
  const blocks = (tokens: Token[] = []) => <Blocks tokens={tokens} slots={slots} look={look} />;

  switch (token.type) {
    case 'paragraph': {
      const { tokens, text } = token as Tokens.Paragraph;
      if (isOnlySteering(text, slots.tags)) return text;
      const only = tokens.length === 1 && tokens[0]!.type === 'link' ? (tokens[0] as Tokens.Link) : null;
      const href = only && linkTarget(only.href);
      if (only && href && only.text !== only.href) {
        return (
          <div style={{ padding: '8px 0 16px' }}>
            <Button href={href} className="button" style={look.button}>
              <Inline tokens={only.tokens} look={look} inLink />
            </Button>
          </div>
        );
      }
      return (
        <Text className="words" style={look.text}>
          {inline(tokens)}
        </Text>
      );
    }
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      return (
        <Heading as={`h${Math.min(depth, 3) as 1 | 2 | 3}`} className="words" style={look.heading(depth)}>
          {inline(tokens)}
        </Heading>
      );
    }
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      const List = ordered ? 'ol' : 'ul';
      return (
        <List className="words" style={look.list} {...(ordered && start !== '' && start !== 1 && { start })}>
          {items.map((item, index) => (
            <li key={index}>{blocks(item.tokens)}</li>
          ))}
        </List>
      );
    }
    case 'text': {
      // The words of a tight list item.
      const { tokens, text } = token as Tokens.Text;
      return tokens ? inline(tokens) : decodeEntities(text);
    }
    case 'blockquote':
      return <blockquote style={look.quote}>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>;
    case 'code':
      return (
        <pre className="words" style={look.code}>
          {(token as Tokens.Code).text}
        </pre>
      );
    case 'hr':
      return <Hr style={look.rule} />;
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      const row = (cells: Tokens.TableCell[], Cell: 'th' | 'td') =>
        cells.map((cell, index) => (
          <Cell key={index} className="words" style={{ ...look.cell, textAlign: cell.align ?? 'start' }}>
            {inline(cell.tokens)}
          </Cell>
        ));
      return (
        <table cellPadding={0} cellSpacing={0} style={look.table}>
          <thead>
            <tr>{row(header, 'th')}</tr>
          </thead>
          <tbody>
            {rows.map((cells, index) => (
              <tr key={index}>{row(cells, 'td')}</tr>
            ))}
          </tbody>
        </table>
      );
    }
    case 'html':
      return (
        <Text className="words" style={look.text}>
          {(token as Tokens.HTML).text.trim()}
        </Text>
      );
    case 'space':
    case 'def':
      return null;
    default:
      return inline([token]);
  }
}

function Inline({
  tokens,
  look,
  inLink = false,
}: {
  tokens: Token[];
  look: Look;
  inLink?: boolean;
}): ReactNode {
  const words = (text: string) => (inLink ? placed(text, 'words') : text);
  return tokens.map((token, index) => {
    const inner =
      'tokens' in token && token.tokens ? <Inline tokens={token.tokens} look={look} inLink={inLink} /> : null;
    switch (token.type) {
      case 'strong':
        return <strong key={index}>{inner}</strong>;
      case 'em':
        return <em key={index}>{inner}</em>;
      case 'del':
        return <s key={index}>{inner}</s>;
      case 'br':
        return <br key={index} />;
      case 'codespan':
        return <code key={index}>{words((token as Tokens.Codespan).text)}</code>;
      case 'link': {
        const href = inLink ? null : linkTarget((token as Tokens.Link).href);
        if (!href) return <Fragment key={index}>{inner}</Fragment>;
        return (
          <Link key={index} href={href} className="link" style={look.link}>
            <Inline tokens={(token as Tokens.Link).tokens} look={look} inLink />
          </Link>
        );
      }
      case 'image': {
        const { href, text } = token as Tokens.Image;
        const alt = placed(text, 'attribute');
        if (!/^https:\/\//i.test(href) && !beginsWithSlot(href))
          return <Fragment key={index}>{words(text)}</Fragment>;
        return <Img key={index} src={placed(href, 'url')} alt={alt} style={look.picture} />;
      }
      case 'html':
      case 'escape':
      case 'text':
      default: {
        if (inner) return <Fragment key={index}>{inner}</Fragment>;
        const text = 'text' in token ? String(token.text) : token.raw;
        return <Fragment key={index}>{words(token.type === 'text' ? decodeEntities(text) : text)}</Fragment>;
      }
    }
  });
}

/** The address of a link, or null when it leads nowhere we allow. */
function linkTarget(href: string): string | null {
  return beginsWithSlot(href) || isSafeUrl(href) ? placed(href, 'url') : null;
}

/** Markdown as plain text that reads well by itself; slots stay as they are. */
export function toText(tokens: Token[], slots: Slots, between = '\n\n'): string {
  return tokens
    .map((token) => blockText(token, slots))
    .filter((block) => block !== '')
    .join(between);
}

function blockText(token: Token, slots: Slots): string {
  switch (token.type) {
    case 'paragraph':
    case 'heading':
      return inlineText((token as Tokens.Paragraph).tokens);
    case 'text':
      return 'tokens' in token && token.tokens
        ? inlineText(token.tokens)
        : decodeEntities(String(token['text']));
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      return items
        .map((item, index) => {
          const bullet = ordered ? `${Number(start || 1) + index}. ` : '- ';
          const words = toText(item.tokens, slots, item.loose ? '\n\n' : '\n');
          return bullet + words.replace(/\n(?=.)/g, `\n${' '.repeat(bullet.length)}`);
        })
        .join('\n');
    }
    case 'blockquote':
      return toText((token as Tokens.Blockquote).tokens, slots).replace(/^/gm, '> ');
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows]
        .map((cells) => cells.map((cell) => inlineText(cell.tokens)).join(' | '))
        .join('\n');
    }
    case 'hr':
      return '----------';
    case 'space':
    case 'def':
      return '';
    default:
      return 'text' in token ? String(token.text).trim() : token.raw.trim();
  }
}

function inlineText(tokens: Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'br') return '\n';
      if (token.type === 'link') {
        const { href, tokens: words } = token as Tokens.Link;
        const label = inlineText(words);
        const target = href.replace(/^(mailto|tel):/i, '');
        if (label === target || label === href || !linkTarget(href)) return label;
        return tokens.length === 1 ? `${label}:\n${href}` : `${label} (${href})`;
      }
      if ('tokens' in token && token.tokens) return inlineText(token.tokens);
      const text = 'text' in token ? String(token.text) : token.raw;
      return token.type === 'text' ? decodeEntities(text) : text;
    })
    .join('');
}

/** Markdown lets people write `&nbsp;`; React would print it letter by letter. */
function decodeEntities(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|nbsp|copy|reg|euro|hellip|ndash|mdash|#39|#\d{1,6});/g,
    (entity, name: string) => {
      if (name.startsWith('#')) {
        const code = Number(name.slice(1));
        return code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xf8ff)
          ? String.fromCodePoint(code)
          : entity;
      }
      return named[name]!;
    },
  );
}

const named: Record<string, string> = {
  amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', copy: '©', reg: '®', euro: '€', hellip: '…', ndash: '–', mdash: '—',
}; // prettier-ignore
