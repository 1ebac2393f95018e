import type { DraftStep } from '../../workflows/flow/draft.js';
import type { StepId } from '../../workflows/flow/flow.js';
import type { Kind } from '../../workflows/flow/steps/index.js';
import { waysOut } from './ways.js';

/** What a step says before anybody has touched it: as much as can be guessed, nothing that sends by itself. */
const BLANK: Readonly<Record<Kind, Record<string, unknown>>> = {
  wait: { duration: 'P1D' },
  wait_for_event: {
    events: [{ name: 'replied', type: 'sms_received' }],
    timeout: 'P3D',
  },
  email: { purpose: 'service', subject: '', body: '' },
  sms: { purpose: 'service', body: '' },
  review_request: { channels: ['sms', 'email'] },
  branch: { arms: [{ name: 'yes', when: {} }] },
  split: {
    arms: [
      { name: 'A', weight: 50 },
      { name: 'B', weight: 50 },
    ],
  },
  update_customer: { addTags: [] },
  webhook: { url: '' },
  notify_team: { to: '', body: '' },
  go_to: { step: '', maxPasses: 3 },
};

export type MakeId = (kind: Kind) => StepId;

/** A fresh step all of whose ways out lead to `next`. */
export function newStep(kind: Kind, next: StepId | null, makeId: MakeId = randomId): DraftStep {
  const settings = structuredClone(BLANK[kind]);
  return {
    id: makeId(kind),
    kind,
    settings,
    exits: Object.fromEntries(waysOut({ kind, settings }).map((exit) => [exit, next])),
  };
}

/** `sms_k3f9x2ab`: readable in the document, never the same twice in one journey. */
export function randomId(kind: Kind): StepId {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${kind}_${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`;
}
