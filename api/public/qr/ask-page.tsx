import { renderPage } from '../layout.js';
import { RateForm } from '../rate-form.js';
import { words } from '../words.js';
import { actionOf, sentenceOf, VisitFields, type QrFrame, type QrProblem, type Typed } from './page-parts.js';
import { qrWords } from './words.js';

/** The question behind a code: five stars and room for words. */
export function askPage({
  typed,
  problem,
  ...frame
}: QrFrame & { typed: Typed; problem: QrProblem | null }): string {
  const title = frame.code.heading ?? words[frame.language].rate.title(null);
  const about = aboutOf(frame);
  return renderPage({
    ...frame,
    title,
    children: (
      <>
        <h1 dir="auto">{title}</h1>
        {about && <p className="mut">{about}</p>}
        <RateForm
          language={frame.language}
          action={actionOf(frame)}
          businessName={frame.business.name}
          rating={typed.rating}
          comment={typed.comment}
          problem={sentenceOf(problem, frame.language)}
        >
          <VisitFields visit={frame.visit} />
        </RateForm>
      </>
    ),
  });
}

/** What the code stands for, where that can be said. */
function aboutOf({ language, code, business }: QrFrame): string | null {
  const say = qrWords[language];
  if (code.kind === 'table' && code.reference) return say.table(code.reference);
  if (code.kind === 'invoice' && code.reference) return say.invoice(code.reference);
  if (code.kind === 'staff' && code.staffName && business.nameStaff) return say.staff(code.staffName);
  return code.locationName;
}
