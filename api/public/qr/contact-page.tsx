import { renderPage } from '../layout.js';
import { words } from '../words.js';
import { ContactForm } from './contact-form.js';
import { Another, type QrFrame, type QrProblem, type Typed } from './page-parts.js';
import { qrWords } from './words.js';

/** A code that asks for a number and nothing else. */
export function contactPage({
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
