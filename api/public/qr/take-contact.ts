import type { ApiDeps } from '../../deps.js';
import { phoneOf, statedPerson } from '../../sources/stated-person.js';
import { writtenText } from '../form.js';
import { seeOther } from '../send.js';
import type { QrProblem } from './page-parts.js';
import { recordContact, type Reach } from './record.js';
import { answerOf, atCode, type ReadVisit, type Scan } from './scan.js';
import { sendAsk, sendContact, sendThanks } from './send-page.js';
import { qrWords } from './words.js';

/** Somebody says who they are and agrees to be written to. */
export async function takeContact(
  scan: Scan,
  form: URLSearchParams,
  read: ReadVisit,
  deps: ApiDeps,
): Promise<void> {
  const { code, business, language } = scan;
  const contact = writtenText(form, 'contact').slice(0, 200);
  const name = writtenText(form, 'name').slice(0, 200);
  const reach = reachOf(contact, code.country);
  const refuse = (problem: QrProblem) => askAgain(scan, read, { problem, typed: { contact, name } }, deps);
  if (!read.visit) return refuse('stale');
  if (!reach) return refuse('needContact');
  if (form.get('agree') !== 'yes') return refuse('needAgree');
  const wording = qrWords[language].agree(business.name, code.invitation);
  await recordContact(atCode(scan, read.visit), { ...reach, name: name || null, language, wording }, deps);
  seeOther(scan, code.purpose === 'contact' ? { done: '1' } : { v: read.text });
}

/** The page the form stood on, with what is wrong. */
async function askAgain(
  scan: Scan,
  { visit, text }: ReadVisit,
  refused: { problem: QrProblem; typed: { contact: string; name: string } },
  deps: ApiDeps,
): Promise<void> {
  if (scan.code.purpose === 'contact') return sendContact(scan, text, refused);
  const answer = visit && (await answerOf(scan, visit, deps));
  if (answer) return sendThanks(scan, text, answer, { ...refused, of: 'contact' });
  sendAsk(scan, text, refused);
}

/** A number or an e-mail address, whichever somebody wrote. */
function reachOf(contact: string, country: string | null): Reach | null {
  if (contact.includes('@')) {
    const email = statedPerson({ email: contact })?.['email'];
    return email ? { email, phone: null } : null;
  }
  const phone = phoneOf(contact, country);
  return phone ? { email: null, phone } : null;
}
