import type { FeedbackAnswer } from '../../db/feedback.js';
import type { PublicBusiness, ReviewLink } from '../../db/public-business.js';
import { Icon } from './icon.js';
import { renderPage } from './layout.js';
import { PublicLinks } from './public-links.js';
import { RateForm } from './rate-form.js';
import { GivenStars } from './stars.js';
import { words, type Language } from './words.js';

interface RateFrame {
  language: Language;
  nonce: string;
  /** `/r/<token>` */
  here: string;
  business: PublicBusiness;
  firstName: string | null;
}

export interface AskPage extends RateFrame {
  visit: { service: string | null; staff: string | null; date: string | null };
  /** Chosen already: by the star in an e-mail, by the last answer, or by the form that was not right. */
  rating: number | null;
  comment: string;
  problem: 'chooseStars' | 'tooLong' | null;
}

/** The question: five stars, room for words, one button. */
export function askPage({ visit, rating, comment, problem, ...frame }: AskPage): string {
  const { rate } = words[frame.language];
  const about = rate.visit(visit);
  return renderPage({
    ...frame,
    title: rate.title(frame.firstName),
    stopHref: `${frame.here}/stop?lang=${frame.language}`,
    children: (
      <>
        <h1>{rate.title(frame.firstName)}</h1>
        {about && <p className="mut">{about}</p>}
        <RateForm
          language={frame.language}
          action={`${frame.here}?lang=${frame.language}`}
          businessName={frame.business.name}
          rating={rating}
          comment={comment}
          problem={problem && rate[problem]}
        />
      </>
    ),
  });
}

export interface ThanksPage extends RateFrame {
  answer: FeedbackAnswer;
  /** When the answer was given, in the business's days and the reader's words. */
  date: string;
  links: ReviewLink[];
  ownerName: string | null;
  noteProblem: boolean;
}

/**
 * Thanks. The public links come first and are the same for every score: their part of the page does not know the
 * rating. A low score adds a private note below them.
 */
export function thanksPage({ answer, date, links, ownerName, noteProblem, ...frame }: ThanksPage): string {
  const { thanks } = words[frame.language];
  const isLow = answer.rating <= frame.business.lowRating;
  return renderPage({
    ...frame,
    title: thanks.title(frame.firstName),
    stopHref: `${frame.here}/stop?lang=${frame.language}`,
    children: (
      <>
        <h1>{thanks.title(frame.firstName)}</h1>
        <p className="mut">
          {isLow ? thanks.sorry : thanks.glad} <GivenStars rating={answer.rating} />{' '}
          {thanks.gave(answer.rating, date)}{' '}
          <a href={`${frame.here}?change=1&lang=${frame.language}`}>{thanks.change}</a>
        </p>
        <PublicLinks links={links} language={frame.language} />
        {isLow && (
          <PrivateNote
            answer={answer}
            action={`${frame.here}?lang=${frame.language}`}
            ownerName={ownerName}
            businessName={frame.business.name}
            language={frame.language}
            problem={noteProblem}
          />
        )}
      </>
    ),
  });
}

interface PrivateNoteProps {
  answer: FeedbackAnswer;
  action: string;
  ownerName: string | null;
  businessName: string;
  language: Language;
  problem: boolean;
}

function PrivateNote({ answer, action, ownerName, businessName, language, problem }: PrivateNoteProps) {
  const { thanks, rate } = words[language];
  const isSent = answer.privateNote !== '' || answer.wantsCall;
  return (
    <section className="box">
      <h2>{thanks.noteTitle(ownerName)}</h2>
      <p className="fine">{thanks.noteWhy(ownerName, businessName)}</p>
      {isSent && !problem && (
        <p className="ok" role="status">
          {thanks.noteSent}
        </p>
      )}
      <form method="post" action={action}>
        {problem && (
          <p className="err" role="alert">
            {rate.tooLong}
          </p>
        )}
        <textarea
          name="note"
          maxLength={2000}
          aria-label={thanks.noteHint}
          placeholder={thanks.noteHint}
          defaultValue={answer.privateNote}
        />
        <label className="ck">
          <input type="checkbox" name="wantsCall" value="yes" defaultChecked={answer.wantsCall} />
          <span>{thanks.mayCall(ownerName)}</span>
        </label>
        <button className="go line">
          <Icon draws="lock" />
          {thanks.sendPrivately}
        </button>
      </form>
    </section>
  );
}
