import type { ReviewLink } from '../../../db/public-business.js';
import type { QrAnswer } from '../../../db/qr-codes.js';
import { MOST_CHARACTERS } from '../form.js';
import { Icon } from '../icon.js';
import { renderPage } from '../layout.js';
import { PublicLinks } from '../public-links.js';
import { GivenStars } from '../stars.js';
import { Problem } from '../rate-form.js';
import { words } from '../words.js';
import { ContactForm } from './contact-form.js';
import {
  actionOf,
  Another,
  Line,
  sentenceOf,
  VisitFields,
  type QrFrame,
  type QrProblem,
  type Typed,
} from './page-parts.js';
import { qrWords } from './words.js';

/** An answer, what had been typed below it, and what is wrong with that. */
type Answered = QrFrame & { answer: QrAnswer; typed: Typed; problem: QrProblem | null };

/**
 * Thanks for a rating. The public links come first and are the same for every score: their part of the page does not know
 * the rating. A low score adds a private note below them, and a code that leads into a journey asks who somebody is.
 */
export function thanksPage({
  date,
  links,
  problem,
  ...answered
}: Omit<Answered, 'problem'> & {
  date: string;
  links: ReviewLink[];
  problem: { of: 'note' | 'contact'; is: QrProblem } | null;
}): string {
  const { language, here, visit, business, code, answer } = answered;
  const { thanks } = words[language];
  const isLow = answer.rating <= business.lowRating;
  const invites = code.journeyId !== null || code.invitation !== null;
  const problemOf = (form: 'note' | 'contact') => (problem?.of === form ? problem.is : null);
  return renderPage({
    ...answered,
    title: thanks.title(null),
    children: (
      <>
        <h1>{thanks.title(null)}</h1>
        <p className="mut">
          {isLow ? thanks.sorry : thanks.glad} <GivenStars rating={answer.rating} />{' '}
          {thanks.gave(answer.rating, date)}{' '}
          <a href={`${here}?v=${visit}&change=1&lang=${language}`}>{thanks.change}</a>
        </p>
        <PublicLinks links={links} language={language} />
        {isLow && <PrivateNote {...answered} problem={problemOf('note')} />}
        {invites && <KeepInTouch {...answered} problem={problemOf('contact')} />}
        <Another {...answered} />
      </>
    ),
  });
}

function PrivateNote({ answer, typed, problem, ...frame }: Answered) {
  const { thanks } = words[frame.language];
  const say = qrWords[frame.language];
  return (
    <section className="box">
      <h2>{say.noteTitle}</h2>
      {answer.privateNote !== '' && !problem ? (
        <p className="ok" role="status">
          {thanks.noteSent}
        </p>
      ) : (
        <form method="post" action={actionOf(frame)}>
          <Problem sentence={sentenceOf(problem, frame.language)} />
          <VisitFields visit={frame.visit} />
          <textarea
            name="note"
            maxLength={MOST_CHARACTERS}
            aria-label={thanks.noteHint}
            placeholder={thanks.noteHint}
            defaultValue={typed.note}
          />
          <Line id="phone" type="tel" words={say.yourNumber} value={typed.phone} autoComplete="tel" />
          <button className="go line">
            <Icon draws="lock" />
            {thanks.sendPrivately}
          </button>
        </form>
      )}
    </section>
  );
}

function KeepInTouch({ answer, typed, problem, ...frame }: Answered) {
  const say = qrWords[frame.language];
  return (
    <section className="sec" id="keep-in-touch">
      <h2>{say.contactTitle}</h2>
      {answer.customerId ? (
        <p className="ok" role="status">
          {say.contactKept(frame.business.name)}
        </p>
      ) : (
        <>
          <p className="fine" dir="auto">
            {say.contactIntro(frame.business.name, frame.code.invitation)}
          </p>
          <ContactForm {...frame} typed={typed} problem={problem} />
        </>
      )}
    </section>
  );
}
