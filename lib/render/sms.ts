import type { RenderLiquid, Unfilled } from './liquid-slots.js';
import { wordsFor } from './words.js';

export interface SmsTemplate {
  /** Text with Liquid. */
  body: string;
  /** BCP 47. */
  language: string;
  /** Put the business's name before a text that does not say it: carriers ask that every text does (CTIA). */
  signAs?: string;
  /** Say how to end these texts: always for marketing, and in the first text to a person. */
  optOut: boolean;
}

/** One person's text, or why there is none. */
export function renderSms<Facts>(
  { body, language, signAs, optOut }: SmsTemplate,
  facts: Facts,
  renderLiquid: RenderLiquid<Facts>,
): { text: string } | Unfilled {
  const filled = renderLiquid(body, facts);
  if (!('text' in filled)) return filled;
  let text = tidy(filled.text);
  if (signAs && !text.toLowerCase().includes(signAs.toLowerCase())) text = `${signAs}: ${text}`;
  if (optOut && !/\bSTOP\b/i.test(text))
    text = `${text}${/\n/.test(text) ? '\n' : ' '}${wordsFor(language).optOut}`;
  return { text };
}

/** Control characters cost a whole re-encoding or arrive as boxes; spaces at the ends cost money. */
function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .split('\n')
    .map(withoutSpacesBehind)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** By hand: an expression for spaces at the end looks at every run of spaces again from each of its characters. */
function withoutSpacesBehind(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\u00a0')) end--;
  return line.slice(0, end);
}
