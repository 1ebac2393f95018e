import type { PublicBusiness, ReviewLink } from '../../db/public-business.js';
import type { OpenedCode, QrAnswer } from '../../db/qr-codes.js';
import { renderPage } from './layout.js';
import { qrWords } from './q-words.js';
import { PublicLinks } from './rate-page.js';
import { FiveStars } from './stars.js';
import { words, type Language } from './words.js';

interface QrFrame {
  language: Language;
  nonce: string;
  /** `/q/<code>` */
  here: string;
  business: PublicBusiness;
  code: OpenedCode;
  /** Signed: says which visit a form belongs to. */
  visit: string;
}

export type QrProblem = 'chooseStars' | 'tooLong' | 'stale' | 'needContact' | 'needAgree' | 'numberHint';

/** What somebody had typed when their form could not be taken. */
export interface Typed {
  rating: number | null;
  comment: string;
  note: string;
  phone: string;
  name: string;
  contact: string;
}

export const NOTHING_TYPED: Typed = { rating: null, comment: '', note: '', phone: '', name: '', contact: '' };

/** The question behind a code: five stars and room for words. */
export function qrAskPage({
  typed,
  problem,
  ...frame
}: QrFrame & { typed: Typed; problem: QrProblem | null }): string {
  const { rate } = words[frame.language];
  const title = frame.code.heading ?? rate.title(null);
  const about = aboutOf(frame);
  return renderPage({
    ...frame,
    title,
    children: (
      <>
        <h1 dir="auto">{title}</h1>
        {about && <p className="mut">{about}</p>}
        <form method="post" action={`${frame.here}?lang=${frame.language}`}>
          <Problem language={frame.language} problem={problem} />
          <VisitFields visit={frame.visit} />
          <FiveStars
            language={frame.language}
            rating={typed.rating}
            describedBy={problem ? 'problem' : undefined}
          />
          <label className="lab" htmlFor="comment">
            {rate.comment} <span>{rate.optional}</span>
          </label>
          <textarea
            id="comment"
            name="comment"
            maxLength={2000}
            placeholder={rate.commentHint}
            defaultValue={typed.comment}
          />
          <button className="go">{rate.send}</button>
          <p className="fine">{rate.goesTo(frame.business.name)}</p>
        </form>
      </>
    ),
  });
}

/** A code that asks for a number and nothing else. */
export function qrContactPage({
  typed,
  problem,
  kept,
  ...frame
}: QrFrame & { typed: Typed; problem: QrProblem | null; kept: boolean }): string {
  const say = qrWords[frame.language];
  const title = kept ? words[frame.language].thanks.title(null) : (frame.code.heading ?? say.contactTitle);
  return renderPage({
    ...frame,
    title,
    children: kept ? (
      <>
        <h1>{title}</h1>
        <p className="mut" role="status">
          {say.contactKept(frame.business.name)}
        </p>
        <Another {...frame} />
      </>
    ) : (
      <>
        <h1 dir="auto">{title}</h1>
        <p className="mut" dir="auto">
          {say.contactIntro(frame.business.name, frame.code.invitation)}
        </p>
        <ContactForm {...frame} typed={typed} problem={problem} />
      </>
    ),
  });
}

/**
 * Thanks for a rating. The public links come first and are the same for every score: their part of the page does not know
 * the rating. A low score adds a private note below them, and a code that leads into a journey asks who somebody is.
 */
export function qrThanksPage({
  answer,
  date,
  links,
  typed,
  problem,
  ...frame
}: QrFrame & {
  answer: QrAnswer;
  date: string;
  links: ReviewLink[];
  typed: Typed;
  problem: { of: 'note' | 'contact'; is: QrProblem } | null;
}): string {
  const { thanks } = words[frame.language];
  const isLow = answer.rating <= frame.business.lowRating;
  const invites = frame.code.journeyId !== null || frame.code.invitation !== null;
  return renderPage({
    ...frame,
    title: thanks.title(null),
    children: (
      <>
        <h1>{thanks.title(null)}</h1>
        <p className="mut">
          {isLow ? thanks.sorry : thanks.glad} {thanks.gave(answer.rating, date)}{' '}
          <a href={`${frame.here}?v=${frame.visit}&change=1&lang=${frame.language}`}>{thanks.change}</a>
        </p>
        <PublicLinks links={links} language={frame.language} />
        {isLow && (
          <PrivateNote
            {...frame}
            answer={answer}
            typed={typed}
            problem={problem?.of === 'note' ? problem.is : null}
          />
        )}
        {invites && (
          <section className="sec" id="keep-in-touch">
            <h2>{qrWords[frame.language].contactTitle}</h2>
            {answer.customerId ? (
              <p className="ok" role="status">
                {qrWords[frame.language].contactKept(frame.business.name)}
              </p>
            ) : (
              <>
                <p className="fine" dir="auto">
                  {qrWords[frame.language].contactIntro(frame.business.name, frame.code.invitation)}
                </p>
                <ContactForm
                  {...frame}
                  typed={typed}
                  problem={problem?.of === 'contact' ? problem.is : null}
                />
              </>
            )}
          </section>
        )}
        <Another {...frame} />
      </>
    ),
  });
}

/** A counter's own tablet is used by many. */
function Another({ here, language }: QrFrame) {
  return (
    <p className="sec fine">
      <a href={`${here}?new=1&lang=${language}`}>{qrWords[language].another}</a>
    </p>
  );
}

function PrivateNote({
  language,
  here,
  visit,
  answer,
  typed,
  problem,
}: QrFrame & { answer: QrAnswer; typed: Typed; problem: QrProblem | null }) {
  const { thanks } = words[language];
  const say = qrWords[language];
  return (
    <section className="box">
      <h2>{say.noteTitle}</h2>
      {answer.privateNote !== '' && !problem ? (
        <p className="ok" role="status">
          {thanks.noteSent}
        </p>
      ) : (
        <form method="post" action={`${here}?lang=${language}`}>
          <Problem language={language} problem={problem} />
          <VisitFields visit={visit} />
          <textarea
            name="note"
            maxLength={2000}
            aria-label={thanks.noteHint}
            placeholder={thanks.noteHint}
            defaultValue={typed.note}
          />
          <Line id="phone" type="tel" words={say.yourNumber} value={typed.phone} autoComplete="tel" />
          <button className="go line">{thanks.sendPrivately}</button>
        </form>
      )}
    </section>
  );
}

function ContactForm({
  language,
  here,
  visit,
  business,
  code,
  typed,
  problem,
}: QrFrame & { typed: Typed; problem: QrProblem | null }) {
  const say = qrWords[language];
  return (
    <form method="post" action={`${here}?lang=${language}`}>
      <Problem language={language} problem={problem} />
      <VisitFields visit={visit} />
      <Line id="contact" words={say.contact} value={typed.contact} autoComplete="tel" />
      <Line
        id="name"
        words={say.name}
        optional={words[language].rate.optional}
        value={typed.name}
        autoComplete="name"
      />
      <label className="ck">
        <input type="checkbox" name="agree" value="yes" />
        <span dir="auto">{say.agree(business.name, code.invitation)}</span>
      </label>
      <p className="fine">{say.terms}</p>
      <button className={code.purpose === 'contact' ? 'go' : 'go line'}>{say.join}</button>
    </form>
  );
}

interface LineProps {
  id: string;
  words: string;
  value: string;
  type?: 'text' | 'tel';
  optional?: string;
  autoComplete: string;
}

function Line({ id, words: label, value, type = 'text', optional, autoComplete }: LineProps) {
  return (
    <>
      <label className="lab" htmlFor={id}>
        {label} {optional && <span>{optional}</span>}
      </label>
      <input
        className="in"
        id={id}
        name={id}
        type={type}
        maxLength={200}
        defaultValue={value}
        autoComplete={autoComplete}
        dir="auto"
      />
    </>
  );
}

/** Which visit the form belongs to, and a field only programs fill in. */
function VisitFields({ visit }: { visit: string }) {
  return (
    <>
      <input type="hidden" name="v" value={visit} />
      <input className="hid" name="website" tabIndex={-1} autoComplete="off" aria-hidden="true" />
    </>
  );
}

function Problem({ language, problem }: { language: Language; problem: QrProblem | null }) {
  if (!problem) return null;
  const sentence =
    problem === 'chooseStars' || problem === 'tooLong'
      ? words[language].rate[problem]
      : qrWords[language][problem];
  return (
    <p className="err" role="alert" id="problem">
      {sentence}
    </p>
  );
}

function aboutOf({ language, code, business }: QrFrame): string | null {
  const say = qrWords[language];
  if (code.kind === 'table' && code.reference) return say.table(code.reference);
  if (code.kind === 'invoice' && code.reference) return say.invoice(code.reference);
  if (code.kind === 'staff' && code.staffName && business.nameStaff) return say.staff(code.staffName);
  return code.locationName;
}
