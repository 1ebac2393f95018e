import type { ApiDeps } from '../../deps.js';
import { phoneOf } from '../../sources/stated-person.js';
import { MOST_CHARACTERS, writtenText } from '../form.js';
import { seeOther } from '../send.js';
import { recordNote } from './record.js';
import { answerOf, atCode, type ReadVisit, type Scan } from './scan.js';
import { sendAsk, sendThanks } from './send-page.js';

/** Words for the business alone after a low rating, with a number to call if somebody leaves one. */
export async function takeNote(
  scan: Scan,
  form: URLSearchParams,
  { visit, text }: ReadVisit,
  deps: ApiDeps,
): Promise<void> {
  const note = writtenText(form, 'note');
  const number = writtenText(form, 'phone').slice(0, 200);
  const phone = number === '' ? null : (phoneOf(number, scan.code.country) ?? null);
  const answer = visit && (await answerOf(scan, visit, deps));
  const typedNote = note.slice(0, MOST_CHARACTERS);
  // A note belongs to a rating: ask for that first, and keep what was written.
  if (!visit || !answer) {
    return sendAsk(scan, text, { problem: visit ? 'chooseStars' : 'stale', typed: { comment: typedNote } });
  }
  const problem =
    note.length > MOST_CHARACTERS ? 'tooLong' : number !== '' && phone === null ? 'numberHint' : null;
  if (problem) {
    return sendThanks(scan, text, answer, { of: 'note', problem, typed: { note: typedNote, phone: number } });
  }
  if (note !== '' || phone)
    await recordNote(atCode(scan, visit), { note, phone, language: scan.language }, deps);
  seeOther(scan, { v: text });
}
