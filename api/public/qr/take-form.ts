import type { ApiDeps } from '../../deps.js';
import { MOST_CHARACTERS, ratingOf, readForm, writtenText } from '../form.js';
import { seeOther } from '../send.js';
import type { QrProblem } from './page-parts.js';
import { recordRating } from './record.js';
import { atCode, visitOf, type ReadVisit, type Scan } from './scan.js';
import { sendAsk } from './send-page.js';
import { takeContact } from './take-contact.js';
import { takeNote } from './take-note.js';
import { rememberVisit } from './visit-cookie.js';

/** One of the three forms of a code's pages: a rating, a private note below it, who somebody is. */
export async function takeForm(scan: Scan, deps: ApiDeps): Promise<void> {
  const form = await readForm(scan.request);
  // Only programs fill in what nobody sees: they are thanked, and nothing is kept.
  if (form.get('website')) return seeOther(scan);
  const read = visitOf(scan, [form.get('v')], deps);
  if (form.has('contact')) return takeContact(scan, form, read, deps);
  if (form.has('note')) return takeNote(scan, form, read, deps);
  if (scan.code.purpose === 'contact') return takeContact(scan, form, read, deps);
  return takeRating(scan, form, read, deps);
}

async function takeRating(
  scan: Scan,
  form: URLSearchParams,
  { visit, text }: ReadVisit,
  deps: ApiDeps,
): Promise<void> {
  const rating = ratingOf(form.get('rating'));
  const comment = writtenText(form, 'comment');
  const refuse = (problem: QrProblem) =>
    sendAsk(scan, text, { problem, typed: { rating, comment: comment.slice(0, MOST_CHARACTERS) } });
  if (rating === null) return refuse('chooseStars');
  if (comment.length > MOST_CHARACTERS) return refuse('tooLong');
  if (!visit) return refuse('stale');
  await recordRating(atCode(scan, visit), { rating, comment }, deps);
  rememberVisit(scan, text, deps);
  seeOther(scan, { v: text });
}
