import { Body, Container, Head, Hr, Html, Img, Link, Text } from '@react-email/components';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import {
  cutSlots,
  escapeHtml,
  htmlLiquid,
  isSafeUrl,
  newSecret,
  plainLiquid,
  type RenderLiquid,
  type Unfilled,
} from './liquid-slots.js';
import { fitLogo } from '../logo.js';
import { CARD_BY_NIGHT, FONTS, lookOf, type Look } from './look.js';
import { Blocks, readMarkdown, toText } from './markdown.js';
import { directionOf, wordsFor } from './words.js';

/** What is the same for everybody who gets this e-mail. */
export interface EmailTemplate {
  /** Liquid. */
  subject: string;
  /** Markdown with Liquid. */
  body: string;
  /** BCP 47; decides our own few words and the direction of writing. */
  language: string;
  business: {
    name: string;
    postalAddress?: string | null;
    /** Pixels of the picture itself. */
    logo?: { url: string; width: number; height: number } | null;
    /** `#rrggbb` */
    accent?: string | null;
  };
}

/** What the foot of one person's e-mail leads to. */
export interface EmailLinks {
  why?: string;
  unsubscribe?: string;
}

export interface RenderedEmail {
  subject: string;
  html: string;
  text: string;
}

/** One person's e-mail, or why there is none. */
export type FillEmail<Facts> = (facts: Facts, links?: EmailLinks) => RenderedEmail | Unfilled;

/**
 * Everything about an e-mail that does not depend on who gets it, done once: reading the Markdown,
 * building the HTML around it. What remains for each person is Liquid and joining strings.
 *
 * Values are escaped for the place they stand in, whatever filters the template uses.
 */
export function prepareEmail<Facts>(
  template: EmailTemplate,
  renderLiquid: RenderLiquid<Facts>,
): FillEmail<Facts> {
  const look = lookOf(template.business.accent);
  const slots = cutSlots(template.body);
  const tokens = readMarkdown(slots.text);
  const body = renderToStaticMarkup(<Blocks tokens={tokens} slots={slots} look={look} />);
  const html = htmlLiquid(body, slots.tags);
  const text = plainLiquid({ text: toText(tokens, slots), tags: slots.tags });
  // One template instead of three: most of what filling costs is making the facts ready for Liquid.
  const seam = newSecret();
  const source = [template.subject, html.source, text].join(seam);
  const shells = new Map<string, Shell>();

  function shellWith(links: EmailLinks): Shell {
    const foot = { why: Boolean(links.why), unsubscribe: Boolean(links.unsubscribe) };
    const key = JSON.stringify(foot);
    const shell = shells.get(key) ?? renderShell(template, look, foot);
    shells.set(key, shell);
    return shell;
  }

  return (facts, links = {}) => {
    const filled = renderLiquid(source, facts);
    if (!('text' in filled)) return filled;
    const [subject, body, words, ...others] = filled.text.split(seam);
    if (subject === undefined || body === undefined || words === undefined || others.length > 0) {
      return { fault: 'a tag that is opened in one part of the message is closed in another' };
    }
    return compose(oneLine(subject), html.finish(body), words.replace(/\n{3,}/g, '\n\n').trim(), links);
  };

  function compose(subject: string, body: string, words: string, links: EmailLinks): RenderedEmail {
    return {
      subject,
      html: shellWith(links)({
        subject: escapeHtml(subject),
        preview: escapeHtml(previewOf(words)),
        body,
        why: escapeHtml(links.why ?? ''),
        unsubscribe: escapeHtml(links.unsubscribe ?? ''),
      }),
      text: `${words}\n\n${textFoot(template, links)}\n`,
    };
  }
}

/**
 * The two headers that let a mail program unsubscribe with one click (RFC 2369, RFC 8058). The address
 * must do it on POST, without a question.
 */
export function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

type Hole = 'subject' | 'preview' | 'body' | 'why' | 'unsubscribe';
type Shell = (fillings: Record<Hole, string>) => string;

const hole = (name: Hole): string => `\uE020${name}\uE021`;

/** The e-mail around its words, cut at its holes so that filling it is joining strings. */
function renderShell(
  template: EmailTemplate,
  look: Look,
  foot: { why: boolean; unsubscribe: boolean },
): Shell {
  const markup = renderToStaticMarkup(<EmailShell template={template} look={look} foot={foot} />);
  const pieces = `<!DOCTYPE html>${markup}`.split(/\uE020(\w+)\uE021/);
  return (fillings) =>
    pieces.map((piece, index) => (index % 2 === 0 ? piece : fillings[piece as Hole])).join('');
}

function EmailShell({
  template,
  look,
  foot,
}: {
  template: EmailTemplate;
  look: Look;
  foot: { why: boolean; unsubscribe: boolean };
}): ReactNode {
  const { business, language } = template;
  const words = wordsFor(language);
  return (
    <Html lang={language} dir={directionOf(language)}>
      <Head>
        <title>{hole('subject')}</title>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* Of ours alone: colours, no text of anybody's. As text, React would escape its `>`. */}
        <style dangerouslySetInnerHTML={{ __html: darkStyles(look) }} />
      </Head>
      <Body
        className="page"
        style={{ margin: 0, padding: '24px 0', backgroundColor: '#f3f4f6', fontFamily: FONTS }}
      >
        <div style={{ display: 'none', overflow: 'hidden', maxHeight: 0, opacity: 0 }}>{hole('preview')}</div>
        <Container
          className="card"
          style={{ maxWidth: '600px', padding: '32px 28px', backgroundColor: '#ffffff', borderRadius: '8px' }}
        >
          {business.logo && isSafeUrl(business.logo.url) ? (
            <Logo name={business.name} logo={business.logo} />
          ) : (
            <Text
              className="quiet"
              style={{ ...look.quiet, margin: '0 0 24px', fontSize: '15px', fontWeight: 600 }}
            >
              {business.name}
            </Text>
          )}
          {hole('body')}
          <Hr style={look.rule} />
          <Text className="quiet" style={look.quiet}>
            {business.name}
            {business.postalAddress && ` · ${business.postalAddress.replace(/\s*[\r\n]+\s*/g, ', ')}`}
          </Text>
          {(foot.why || foot.unsubscribe) && (
            <Text className="quiet" style={look.quiet}>
              {foot.why && <FootLink href={hole('why')} words={words.why} look={look} />}
              {foot.why && foot.unsubscribe && ' · '}
              {foot.unsubscribe && (
                <FootLink href={hole('unsubscribe')} words={words.unsubscribe} look={look} />
              )}
            </Text>
          )}
        </Container>
      </Body>
    </Html>
  );
}

const LOGO_ROOM = { width: 220, height: 44 };

/** Its sizes also as attributes, which is all that Outlook obeys; by night on white, because it may be dark itself. */
function Logo({
  name,
  logo,
}: {
  name: string;
  logo: { url: string; width: number; height: number };
}): ReactNode {
  const { width, height } = fitLogo(logo, LOGO_ROOM);
  return (
    <Img
      className="logo"
      src={logo.url}
      alt={name}
      width={width}
      height={height}
      style={{ display: 'block', width: `${width}px`, height: `${height}px`, marginBottom: '24px' }}
    />
  );
}

function FootLink({ href, words, look }: { href: string; words: string; look: Look }): ReactNode {
  return (
    <Link className="quiet" href={href} style={{ color: look.quiet.color, textDecoration: 'underline' }}>
      {words}
    </Link>
  );
}

/** For mail programs that keep a style sheet and let the reader choose darkness. */
const darkStyles = ({ linkByNight }: Look): string =>
  // The page's own colour stands on the cell of a table, too, for mail programs that drop the body.
  `@media (prefers-color-scheme: dark){.page,.page>table>tbody>tr>td{background-color:#111!important}.card{background-color:${CARD_BY_NIGHT}!important}` +
  `.words{color:#f2f2f2!important}.quiet{color:#a8a8a8!important}.link{color:${linkByNight}!important}` +
  `.logo{background-color:#fff!important;border-radius:4px!important;outline:4px solid #fff!important}}`;

function textFoot({ business, language }: EmailTemplate, { why, unsubscribe }: EmailLinks): string {
  const words = wordsFor(language);
  return [
    '-- ',
    business.name,
    business.postalAddress,
    why && `${words.why} ${why}`,
    unsubscribe && `${words.unsubscribe}: ${unsubscribe}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Some hundred characters for the list of a mailbox: the first words, without addresses. */
function previewOf(words: string): string {
  return oneLine(words.replace(/https?:\/\/\S+/g, '')).slice(0, 110);
}

/** A header holds one line; nothing a customer is called may begin another. */
function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500);
}
