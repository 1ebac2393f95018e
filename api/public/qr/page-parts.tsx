import type { PublicBusiness } from '../../../db/public-business.js';
import type { OpenedCode } from '../../../db/qr-codes.js';
import { words, type Language } from '../words.js';
import { qrWords } from './words.js';

/** What every page behind a code needs. */
export interface QrFrame {
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

export const actionOf = ({ here, language }: QrFrame): string => `${here}?lang=${language}`;

/** Which visit the form belongs to, and a field only programs fill in. */
export function VisitFields({ visit }: { visit: string }) {
  return (
    <>
      <input type="hidden" name="v" value={visit} />
      <input className="hid" name="website" tabIndex={-1} autoComplete="off" aria-hidden="true" />
    </>
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

/** A field of one line under its name. */
export function Line({ id, words: label, value, type = 'text', optional, autoComplete }: LineProps) {
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

/** A counter's own tablet is used by many. */
export function Another({ here, language }: QrFrame) {
  return (
    <p className="sec fine">
      <a href={`${here}?new=1&lang=${language}`}>{qrWords[language].another}</a>
    </p>
  );
}

export function sentenceOf(problem: QrProblem | null, language: Language): string | null {
  if (!problem) return null;
  return problem === 'chooseStars' || problem === 'tooLong'
    ? words[language].rate[problem]
    : qrWords[language][problem];
}
