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
  onChange,
}: {
  body: string;
  fields: readonly Field[];
  business: { name: string };
  language: string;
  onChange: (next: string) => void;
}) {
  const { t } = useStepWords();
  const facts = factsOf('longest', fields, business);
  const count = (text: string) => {
    const made = rendered(text, facts, language);
    return 'text' in made ? segmentsOf(made.text) : null;
  };
  const now = count(body);
  if (!now) return null;
  const own = segmentsOf(body).costly.map(({ character }) => character);
  const plain = withPlainSigns(body);
  const after = plain === body ? null : (count(plain)?.parts ?? null);
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
      <p className="t12 muted">{t('texts.counted')}</p>
    </div>
  );
}
