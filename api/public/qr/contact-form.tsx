import { Problem } from '../rate-form.js';
import { words } from '../words.js';
import {
  actionOf,
  Line,
  sentenceOf,
  VisitFields,
  type QrFrame,
  type QrProblem,
  type Typed,
} from './page-parts.js';
import { qrWords } from './words.js';

/** Who somebody is, and that they agree to be written to. */
export function ContactForm({
  typed,
  problem,
  ...frame
}: QrFrame & { typed: Typed; problem: QrProblem | null }) {
  const { language, business, code } = frame;
  const say = qrWords[language];
  return (
    <form method="post" action={actionOf(frame)}>
      <Problem sentence={sentenceOf(problem, language)} />
      <VisitFields visit={frame.visit} />
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
