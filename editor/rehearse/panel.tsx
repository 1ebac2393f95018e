import './rehearse.css';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useDesk, useView } from '../canvas/view.js';
import { IconButton, Segmented } from '../ui/index.js';
import type { Trial } from './api.js';
import { Cases } from './cases.js';
import { Past, type Gathered } from './past.js';
import type { Stage } from './stage.js';
import { useTrial } from './trial.js';
import { TryOn } from './try-on.js';
import { useRehearseWords } from './words/index.js';

type Tab = 'one' | 'cases' | 'past';

/** A test run beside the journey: on one customer, on the saved cases, or on the last 90 days. */
export default function RehearsePanel({
  journeyId,
  stage,
  onClose,
}: {
  journeyId: string;
  stage: Stage;
  onClose: () => void;
}) {
  const { t } = useRehearseWords();
  const { flow, desk } = useView();
  const [tab, setTab] = useState<Tab>('one');
  const [gathered, setGathered] = useState<Gathered | null>(null);
  const trial = useTrial(journeyId, flow, stage);
  const title = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  const [opener] = useState(() => document.activeElement);
  const chosen = useDesk((state) => state.open);

  useEffect(() => {
    title.current?.focus();
    return () => stage.clear();
  }, [stage]);

  // Settings stay shut meanwhile: choosing a step on the canvas goes to it in the story.
  useEffect(() => {
    if (chosen === null) return;
    desk.state.setState({ open: null });
    const at = stage.state.getState().stops.findIndex(({ itemId }) => itemId === chosen);
    if (at >= 0) stage.goTo(at);
  }, [chosen, desk, stage]);

  // The journey was edited: what is shown is about another one.
  const shown = useRef(flow);
  useEffect(() => {
    if (shown.current === flow) return;
    shown.current = flow;
    stage.clear();
    setGathered(null);
  }, [flow, stage]);

  /** The keyboard goes back to where the test run was asked for. */
  const close = () => {
    onClose();
    if (opener instanceof HTMLElement) opener.focus();
  };

  const open = (made: Trial) => {
    setTab('one');
    panel.current?.scrollTo({ top: 0 });
    void trial.open(made);
  };

  return (
    <aside
      ref={panel}
      className="je-panel rh-panel"
      aria-label={t('panel')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        close();
      }}
    >
      <header>
        <div className="grow">
          <h2 className="je-title" ref={title} tabIndex={-1}>
            {t('title')}
          </h2>
          <div className="je-kicker">{t('nothingSent')}</div>
        </div>
        <IconButton label={t('close')} onClick={close}>
          <IconX size={20} stroke={1.75} aria-hidden />
        </IconButton>
      </header>
      <div className="rh-tabs">
        <Segmented<Tab>
          label={t('tabs.label')}
          value={tab}
          options={(['one', 'cases', 'past'] as const).map((value) => ({ value, label: t(`tabs.${value}`) }))}
          onChange={setTab}
        />
      </div>
      {tab === 'one' ? (
        <TryOn journeyId={journeyId} stage={stage} trial={trial} />
      ) : tab === 'cases' ? (
        <Cases journeyId={journeyId} open={open} toTrial={() => setTab('one')} />
      ) : (
        <Past journeyId={journeyId} gathered={gathered} setGathered={setGathered} open={open} />
      )}
    </aside>
  );
}
