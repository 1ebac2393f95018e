import type { QrAnswer } from '../../../db/qr-codes.js';
import { dayOf } from '../dates.js';
import { send } from '../send.js';
import { askPage } from './ask-page.js';
import { contactPage } from './contact-page.js';
import { NOTHING_TYPED, type QrFrame, type QrProblem, type Typed } from './page-parts.js';
import type { Scan } from './scan.js';
import { thanksPage } from './thanks-page.js';

/** A form that could not be taken: why, and what somebody had typed, so that nothing is lost. */
export interface Refused {
  problem: QrProblem | null;
  typed: Partial<Typed>;
}

const NOTHING_REFUSED: Refused = { problem: null, typed: {} };

/** The question of a code. */
export function sendAsk(scan: Scan, visit: string, { problem, typed }: Refused = NOTHING_REFUSED): void {
  sendPage(scan, problem, askPage({ ...frame(scan, visit), typed: { ...NOTHING_TYPED, ...typed }, problem }));
}

/** The question of a code that asks for a number and nothing else; `kept` when somebody has just left theirs. */
export function sendContact(
  scan: Scan,
  visit: string,
  { problem, typed, kept = false }: Refused & { kept?: boolean },
): void {
  const asked = { typed: { ...NOTHING_TYPED, ...typed }, problem, kept };
  sendPage(scan, problem, contactPage({ ...frame(scan, visit), ...asked }));
}

/** Thanks for an answer; `of` says which of the two forms below it could not be taken. */
export function sendThanks(
  scan: Scan,
  visit: string,
  answer: QrAnswer,
  { problem, typed, of }: Refused & { of?: 'note' | 'contact' } = NOTHING_REFUSED,
): void {
  const date = dayOf(answer.at, scan.language, scan.business);
  const html = thanksPage({
    ...frame(scan, visit),
    answer,
    date,
    links: scan.links,
    typed: { ...NOTHING_TYPED, ...typed },
    problem: of && problem ? { of, is: problem } : null,
  });
  sendPage(scan, problem, html);
}

const sendPage = ({ response, nonce }: Scan, problem: QrProblem | null, html: string): void =>
  send(response, problem ? 422 : 200, nonce, html);

const frame = ({ language, nonce, here, business, code }: Scan, visit: string): QrFrame => ({
  language,
  nonce,
  here,
  business,
  code,
  visit,
});
