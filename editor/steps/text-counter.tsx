import { asCounted } from '../../workflows/flow/as-counted.js';
import type { Field } from '../../workflows/flow/fields.js';
import { segmentsOf } from '../../workflows/flow/segments.js';
import { Button } from '../ui/index.js';
import { withPlainSigns } from './plain-signs.js';
import { factsOf, rendered } from './samples.js';
import { useStepWords } from './words/index.js';

/** How many texts it is charged as, why, and the one press that makes it fewer. */
export function TextCounter({
  body,
  fields,
  business,
  language,
  countsClicks,
  reviewLink,
  onChange,
}: {
  body: string;
  fields: readonly Field[];
  /** What one part costs, in thousandths of a cent, where the owner has said it. */
  business: {
    name: string;
    currency?: string | undefined;
    textPartMillicents?: number | null | undefined;
  };
  language: string;
  /** Are its links led through short ones of ours? */
  countsClicks: boolean;
  /** The first page for public reviews, which a text may lead to. */
  reviewLink: string | undefined;
  onChange: (next: string) => void;
}) {
  const { t, locale } = useStepWords();
  const facts = factsOf('longest', fields, business);
  const count = (text: string) => {
    const { origin } = window.location;
    const made = rendered(text, facts, language, origin, reviewLink);
    if (!('text' in made)) return null;
    return segmentsOf(countsClicks ? asCounted(made.text, origin) : made.text);
  };
  const now = count(body);
  if (!now) return null;
  const own = segmentsOf(body).costly.map(({ character }) => character);
  const plain = withPlainSigns(body);
  const after = plain === body ? null : (count(plain)?.parts ?? null);
  const price = business.textPartMillicents;
  const wide = now.encoding === 'UCS-2' && own.length > 0;
  return (
    <div className="st-counter" aria-live="polite">
      <div className="st-between">
        <strong>{t('texts.sends', { n: now.parts })}</strong>
        <span className={`st-bars ${now.parts > 1 ? 'dear' : ''}`} aria-hidden>
          {Array.from({ length: Math.min(now.parts, 8) }, (_, index) => (
            <span key={index} />
          ))}
        </span>
      </div>
      <p className="je-note">
        {wide
          ? t('texts.wide', { characters: own.slice(0, 4).join(' '), count: own.length })
          : t('texts.left', { n: now.left })}
      </p>
      {wide && after !== null && after < now.parts && (
        <div className="row wrap">
          <Button small onClick={() => onChange(plain)}>
            {t('texts.cure')}
          </Button>
          <span className="good t13">→ {t('texts.result', { n: after, before: now.parts })}</span>
        </div>
      )}
      <p className="je-note num">
        {business.currency && typeof price === 'number'
          ? t('texts.cost', { amount: costOf(now.parts * price, business.currency, locale) })
          : t('texts.costUnknown')}
      </p>
      <p className="t12 muted">{t('texts.counted')}</p>
    </div>
  );
}

/** Tenths of a cent show, because a text often costs less than ten. */
const costOf = (millicents: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 3 }).format(
    millicents / 100_000,
  );
