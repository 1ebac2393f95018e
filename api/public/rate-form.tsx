import type { ReactNode } from 'react';
import { MOST_CHARACTERS } from './form.js';
import { FiveStars } from './stars.js';
import { words, type Language } from './words.js';

interface RateFormProps {
  language: Language;
  /** Where the form is sent. */
  action: string;
  businessName: string;
  rating: number | null;
  comment: string;
  /** Why the last answer could not be taken, in a sentence. */
  problem: string | null;
  /** Fields nobody sees. */
  children?: ReactNode;
}

/** The question of every rating: five stars, room for words, one button. */
export function RateForm({
  language,
  action,
  businessName,
  rating,
  comment,
  problem,
  children,
}: RateFormProps) {
  const { rate } = words[language];
  return (
    <form method="post" action={action}>
      <Problem sentence={problem} />
      {children}
      <FiveStars language={language} rating={rating} describedBy={problem ? 'problem' : undefined} />
      <label className="lab" htmlFor="comment">
        {rate.comment} <span>{rate.optional}</span>
      </label>
      <textarea
        id="comment"
        name="comment"
        maxLength={MOST_CHARACTERS}
        placeholder={rate.commentHint}
        defaultValue={comment}
      />
      <button className="go">{rate.send}</button>
      <p className="fine">{rate.goesTo(businessName)}</p>
    </form>
  );
}

/** Why a form could not be taken; nothing when it was not refused. */
export const Problem = ({ sentence }: { sentence: string | null }) =>
  sentence && (
    <p className="err" role="alert" id="problem">
      {sentence}
    </p>
  );
