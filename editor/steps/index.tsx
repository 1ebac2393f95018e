import './steps.css';
import { useMemo, type ComponentType } from 'react';
import { inOwnersWords } from '../../workflows/flow/owners-words.js';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import { STEP_KINDS, type Kind } from '../../workflows/flow/steps/index.js';
import { CustomerPanel, GoToPanel, TeamPanel, WebhookPanel } from './act-panels.js';
import { EventPanel } from './event-panel.js';
import { fieldsHere } from './fields-here.js';
import { MessagePanel, ReviewPanel } from './message-panel.js';
import { useOwnSentences } from '../words/own-sentences.js';
import { withKey, type PanelProps } from './panel.js';
import { WaitPanel } from './wait-panel.js';
import { BranchPanel, SplitPanel } from './ways-panel.js';
import { useStepWords } from './words/index.js';

const PANELS: Readonly<Record<Kind, ComponentType<PanelProps>>> = {
  wait: WaitPanel,
  wait_for_event: EventPanel,
  email: MessagePanel,
  sms: MessagePanel,
  review_request: ReviewPanel,
  branch: BranchPanel,
  split: SplitPanel,
  update_customer: CustomerPanel,
  webhook: WebhookPanel,
  notify_team: TeamPanel,
  go_to: GoToPanel,
};

/** The settings of one step, by its kind; every change hands back the whole step. */
export function StepSettings({
  draft,
  step,
  onChange,
}: {
  draft: Draft;
  step: DraftStep;
  onChange: (next: DraftStep) => void;
  context: { journeyId: string };
}) {
  const { t, locale } = useStepWords();
  const { kind, settings } = step;
  const fields = useMemo(() => fieldsHere(draft), [draft]);
  const say = useOwnSentences();
  const faults = useMemo(() => faultsOf(kind, settings, say), [kind, settings, say]);
  const Panel = PANELS[kind];
  const replace = (next: Record<string, unknown>) => onChange({ ...step, settings: next });
  return (
    <div className="st">
      <Panel
        draft={draft}
        step={step}
        values={settings}
        replace={replace}
        set={(key, value) => replace(withKey(settings, key, value))}
        fields={fields}
        faultAt={(path) => faults.get(path)}
        t={t}
        locale={locale}
      />
    </div>
  );
}

/** The first fault of each place. */
function faultsOf(kind: Kind, settings: unknown, say: (english: string) => string): Map<string, string> {
  const found = new Map<string, string>();
  const { error } = STEP_KINDS[kind].settings.safeParse(settings);
  for (const { path, message } of error?.issues ?? []) {
    const at = path.join('.');
    if (!found.has(at)) found.set(at, say(inOwnersWords(message, path)));
  }
  return found;
}
