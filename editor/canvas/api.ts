import type { Draft } from '../../workflows/flow/draft.js';
import { answer, api } from '../api/client.js';
import { Refusal } from '../api/refusal.js';
import type { Issue } from '../../workflows/flow/issues.js';
import { draft as asDraft } from '../../workflows/flow/draft.js';
import { adopted } from '../draft/edits.js';
import type { Answer, Held } from '../draft/saving.js';

export interface Journey {
  id: string;
  name: string;
  status: 'draft' | 'live' | 'paused' | 'archived';
  pause: { mode: 'no_new_people' | 'hold_everyone'; at: string } | null;
  liveVersion: number | null;
  draftChanged: boolean;
  draftEtag: string;
  inside: number;
  counts: {
    inside: number;
    /** Past the time of their next step. */
    overdue: number;
    active: { stepId: string | null; count: number }[];
    passed: { stepId: string; exit: string; count: number }[];
  };
}

export interface Person {
  id: string;
  customerId: string;
  customerName: string | null;
  since: string | null;
  dueAt: string | null;
}

type DraftReply = { flow: unknown; etag: string; issues: Issue[] };

const one = (id: string) => ({ params: { path: { id } } });

export const getJourney = (id: string): Promise<Journey> => answer(api.GET('/journeys/{id}', one(id)));

export async function getDraft(id: string): Promise<Held> {
  return heldOf((await answer(api.GET('/journeys/{id}/draft', one(id)))) as DraftReply);
}

const heldOf = (made: DraftReply): Held => ({
  flow: adopted(asDraft(made.flow)),
  etag: made.etag,
  issues: made.issues,
});

export async function putDraft(id: string, flow: Draft, etag: string): Promise<Answer> {
  try {
    const held = await answer(
      api.PUT('/journeys/{id}/draft', {
        params: { path: { id }, header: { 'if-match': etag } },
        body: flow as unknown as Record<string, unknown>,
      }),
    );
    return { as: 'saved', held: heldOf(held as DraftReply) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 412 && error.body.draft) {
      return { as: 'conflict', held: heldOf(error.body.draft as DraftReply) };
    }
    if (error.status === 401) return { as: 'signed_out' };
    if (error.status === 0 || error.status >= 500 || error.status === 429) return { as: 'unreachable' };
    return { as: 'refused', message: error.detail };
  }
}

export const renameJourney = (id: string, name: string) =>
  answer(api.PATCH('/journeys/{id}', { ...one(id), body: { name } }));

/** A journey of its own with this draft; its id. */
export async function saveCopy(name: string, flow: Draft): Promise<string> {
  const { id } = await answer(api.POST('/journeys', { body: { name, description: '' } }));
  const { etag } = await getDraft(id);
  const saved = await putDraft(id, flow, etag);
  if (saved.as !== 'saved') throw new Refusal(saved.as === 'signed_out' ? 401 : 0, {});
  return id;
}

export const peopleAt = async (id: string, stepId: string): Promise<Person[]> =>
  (
    await answer(
      api.GET('/journeys/{id}/enrollments', {
        params: { path: { id }, query: { status: 'active', stepId, limit: 20 } },
      }),
    )
  ).items;

export const pause = (id: string, mode: 'no_new_people' | 'hold_everyone') =>
  answer(api.POST('/journeys/{id}/pause', { ...one(id), body: { mode } }));

export const resume = (id: string, overdue: 'send_now' | 'skip' | 'stagger') =>
  answer(api.DELETE('/journeys/{id}/pause', { params: { path: { id }, query: { overdue } } }));
