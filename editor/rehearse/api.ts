import type { Draft } from '../../workflows/flow/draft.js';
import { answer, api, type Answer } from '../api/client.js';

export type Rehearsal = Answer<'rehearseJourney'>;
export type Entry = Rehearsal['entries'][number];
export type Case = Answer<'listCases'>['items'][number];
export type CaseRuns = Answer<'runCases'>;
export type PastPage = Answer<'rehearsePast'>;
export type PastExample = PastPage['examples'][number];
export type Customer = Answer<'listCustomers'>['items'][number];

/** Something the customer does, as the API takes it. */
export interface GivenAnswer {
  step?: string | undefined;
  after?: string | undefined;
  at?: string | undefined;
  type?: string | undefined;
  rating?: number | undefined;
  data?: Record<string, unknown> | undefined;
  subject?: { kind: string; id: string } | null | undefined;
}

/** Whom it is tried on, what happened to them, and what they do. */
export interface Trial {
  /** With an id a customer of the business; else somebody made up. */
  customer: Record<string, unknown> & { id?: string; name?: string | null };
  event: Record<string, unknown> & { type: string; data?: Record<string, unknown> };
  startAt: string;
  answers: GivenAnswer[];
}

const one = (id: string) => ({ params: { path: { id } } });

const body = (flow: Draft, { customer, event, startAt, answers }: Trial) => ({
  flow: flow as unknown as Record<string, unknown>,
  customer: customer.id === undefined ? customer : { id: customer.id },
  event,
  startAt,
  answers,
});

export const rehearse = (journeyId: string, flow: Draft, trial: Trial): Promise<Rehearsal> =>
  answer(api.POST('/journeys/{id}/rehearsals', { ...one(journeyId), body: body(flow, trial) as never }));

export const searchCustomers = async (search: string): Promise<Customer[]> =>
  (await answer(api.GET('/customers', { params: { query: { limit: 8, ...(search && { search }) } } }))).items;

/** Their own past events of one type, newest first. */
export const eventsOf = async (customerId: string, type: string) =>
  (await answer(api.GET('/events', { params: { query: { customerId, type, limit: 20 } } }))).items;

export const getEvent = (id: string) => answer(api.GET('/events/{id}', one(id)));

export const listCases = async (journeyId: string): Promise<Case[]> =>
  (
    await answer(
      api.GET('/journeys/{id}/cases', { params: { path: { id: journeyId }, query: { limit: 50 } } }),
    )
  ).items;

export const saveCase = (journeyId: string, flow: Draft, trial: Trial, name: string): Promise<Case> =>
  answer(
    api.POST('/journeys/{id}/cases', { ...one(journeyId), body: { ...body(flow, trial), name } as never }),
  );

export const deleteCase = (id: string, caseId: string) =>
  answer(api.DELETE('/journeys/{id}/cases/{caseId}', { params: { path: { id, caseId } } }));

export const expectCase = (id: string, caseId: string, flow: Draft) =>
  answer(
    api.PUT('/journeys/{id}/cases/{caseId}/expectation', {
      params: { path: { id, caseId } },
      body: { flow: flow as unknown as Record<string, unknown> },
    }),
  );

export const runCases = (id: string, flow: Draft): Promise<CaseRuns> =>
  answer(
    api.POST('/journeys/{id}/case-runs', {
      ...one(id),
      body: { flow: flow as unknown as Record<string, unknown> },
    }),
  );

export const pastPage = (id: string, flow: Draft, cursor: string | null): Promise<PastPage> =>
  answer(
    api.POST('/journeys/{id}/past-rehearsals', {
      ...one(id),
      body: { flow: flow as unknown as Record<string, unknown>, ...(cursor !== null && { cursor }) } as never,
    }),
  );
