import { words, type Language } from './words.js';

const STAR = 'M12 3.2l2.8 5.7 6.3.9-4.6 4.4 1.1 6.3-5.6-3-5.6 3 1.1-6.3-4.6-4.4 6.3-.9z';

interface FiveStarsProps {
  language: Language;
  rating: number | null;
  /** The id of what says why the last answer could not be taken. */
  describedBy?: string | undefined;
}

/** One to five stars as native radios, with a word under each. */
export function FiveStars({ language, rating, describedBy }: FiveStarsProps) {
  const { rate } = words[language];
  return (
    <fieldset aria-describedby={describedBy}>
      <legend className="hid">{rate.legend}</legend>
      <div className="stars">
        {rate.stars.map((word, index) => (
          <Star key={word} stars={index + 1} word={word} say={rate.choice} checked={rating === index + 1} />
        ))}
      </div>
    </fieldset>
  );
}

/** What was given, to be seen at a glance; the sentence beside it says it to everybody. */
export function GivenStars({ rating }: { rating: number }) {
  return (
    <span className="given" aria-hidden="true">
      {[1, 2, 3, 4, 5].map((star) => (
        <svg key={star} viewBox="0 0 24 24" {...(star <= rating && { className: 'on' })}>
          <path d={STAR} />
        </svg>
      ))}
    </span>
  );
}

interface StarProps {
  stars: number;
  word: string;
  say(stars: number, word: string): string;
  checked: boolean;
}

function Star({ stars, word, say, checked }: StarProps) {
  return (
    <label>
      <input
        className="hid"
        type="radio"
        name="rating"
        value={stars}
        required
        defaultChecked={checked}
        aria-label={say(stars, word)}
      />
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={STAR} />
      </svg>
      <span>{word}</span>
    </label>
  );
}
