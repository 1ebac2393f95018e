import './welcome/welcome.css';
import { IconCheck } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { Button, ButtonLink, Loading, useTitle } from '../ui/index.js';
import { FIRST_STEPS, MINUTES, useFirstSteps, type FirstStep } from './parts/first-run.js';
import { BusinessStep } from './welcome/business-step.js';
import { PublishStep } from './welcome/publish-step.js';
import { SendersStep } from './welcome/senders-step.js';
import { TemplateStep } from './welcome/template-step.js';
import { TestStep } from './welcome/test-step.js';
import { useWelcomeWords } from './welcome/words/index.js';

const PARTS: Record<FirstStep, ComponentType<{ next: () => void }>> = {
  business: BusinessStep,
  senders: SendersStep,
  template: TemplateStep,
  publish: PublishStep,
  test: TestStep,
};

/**
 * From an empty business to a published journey and a message to oneself. What is done is told from what there is;
 * `?step=` keeps in the address which one is open, so it can be left and taken up again anywhere.
 */
export default function Welcome() {
  const { t } = useWelcomeWords();
  useTitle(t('title'));
  const navigate = useNavigate();
  const { step } = useSearch({ strict: false }) as { step?: string };
  const done = useFirstSteps();
  if (!done) return <Loading lines={5} />;
  const left = FIRST_STEPS.filter((each) => !done[each]);
  const open = FIRST_STEPS.find((each) => each === step) ?? (step === 'end' ? undefined : left[0]);
  const show = (next: string) => void navigate({ to: '/welcome', search: { step: next }, replace: true });
  const goOn = (from: FirstStep) => {
    const later = FIRST_STEPS.slice(FIRST_STEPS.indexOf(from) + 1);
    show(later.find((each) => !done[each]) ?? 'end');
  };
  return (
    <div className="page welcome">
      <header>
        <div className="grow">
          <h1 className="voice">{t('title')}</h1>
          <p>{t('intro')}</p>
        </div>
        <p className="label num" role="status">
          {t('left', { count: left.reduce((sum, each) => sum + MINUTES[each], 0) })}
        </p>
      </header>
      <ol aria-label={t('stepsLabel')}>
        {FIRST_STEPS.map((each, at) => {
          const Part = PARTS[each];
          return (
            <li key={each} className={`card ${each === open ? 'open' : ''}`}>
              <h2>
                <button type="button" aria-expanded={each === open} onClick={() => show(each)}>
                  <span className={`number num ${done[each] ? 'tone-good' : 'tone-plain'}`} aria-hidden>
                    {done[each] ? <IconCheck size={17} stroke={2} /> : at + 1}
                  </span>
                  <span className="t16 strong grow">{t(`${each}.title`)}</span>
                  {done[each] && <span className="t13 good label">{t('done')}</span>}
                </button>
              </h2>
              {each === open && (
                <div className="part">
                  <Part next={() => goOn(each)} />
                  {!done[each] && (
                    <Button kind="quiet" small className="skip-step" onClick={() => goOn(each)}>
                      {t('skip')}
                    </Button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {left.length === 0 ? <Finished /> : <ButtonLink to="/">{t('leave')}</ButtonLink>}
    </div>
  );
}

function Finished() {
  const { t } = useWelcomeWords();
  return (
    <section className="card empty">
      <h2 className="voice">{t('finished.title')}</h2>
      <p>{t('finished.text')}</p>
      <div className="row wrap" style={{ justifyContent: 'center' }}>
        <ButtonLink kind="primary" to="/connections">
          {t('finished.connect')}
        </ButtonLink>
        <ButtonLink to="/data">{t('finished.customers')}</ButtonLink>
        <ButtonLink to="/">{t('finished.home')}</ButtonLink>
      </div>
    </section>
  );
}
