import { eventLabel } from '../canvas/event-names.js';
import { useView } from '../canvas/view.js';
import { answerFor, choiceOf, keyOf, type Choice, type Question } from './questions.js';
import { calledIn, type TrialState } from './trial.js';
import { useRehearseWords } from './words/index.js';

const LATER = ['PT10M', 'PT1H', 'P1D', 'P3D'] as const;

/** What the customer does while the journey waits. Choosing runs it again from there. */
export function Answering({
  question: { stepId, choices },
  trial,
}: {
  question: Question;
  trial: TrialState;
}) {
  const { flow, words } = useView();
  const { t } = useRehearseWords();
  const { form } = trial;
  if (!form) return null;
  const given = form.answers.find(({ step }) => step === stepId);
  const chosen = given ? choiceOf(given) : null;
  const after = LATER.find((one) => one === given?.after) ?? 'PT1H';

  function answer(choice: Choice | null, later: string): void {
    if (!form) return;
    const others = form.answers.filter(({ step }) => step !== stepId);
    const made =
      choice && answerFor(flow, stepId, choice, { after: later, reply: t('replyWords'), now: new Date() });
    void trial.run({ ...form, answers: made ? [...others, made] : others });
  }

  const textOf = (choice: Choice): string =>
    choice.is === 'rate'
      ? t('does.rate', { stars: choice.stars })
      : choice.is === 'event'
        ? t('does.event', { what: eventLabel(choice.type, words.locale) })
        : t(`does.${choice.is}`);
  return (
    <div className="rh-answer">
      <label>
        <span>{t('meanwhile', { name: calledIn(form.customer) })}</span>
        <select
          className="input"
          value={chosen ? keyOf(chosen) : ''}
          onChange={({ target }) => answer(choices.find((one) => keyOf(one) === target.value) ?? null, after)}
        >
          <option value="">{t('does.nothing')}</option>
          {choices.map((choice) => (
            <option key={keyOf(choice)} value={keyOf(choice)}>
              {textOf(choice)}
            </option>
          ))}
        </select>
      </label>
      {chosen && (
        <label>
          <span>{t('when')}</span>
          <select className="input" value={after} onChange={({ target }) => answer(chosen, target.value)}>
            {LATER.map((one) => (
              <option key={one} value={one}>
                {t(`after.${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
