import { answer, api, type Answer } from '../api/client.js';

export type Forecast = Answer<'getForecast'>;
export type Volume = NonNullable<Forecast['volume']>;
export type Check = Forecast['checks'][number];
export type Existing = Answer<'getExistingMatches'>;
export type CaseRuns = Answer<'runCases'>;
export type LandingPlan = Answer<'getLanding'>;
export type Group = LandingPlan['groups'][number];
export type VersionPage = Answer<'listVersions'>;
export type VersionSummary = VersionPage['items'][number];
export type Version = Answer<'getVersion'>;
export type Act = Group['options'][number];

const one = (id: string) => ({ params: { path: { id } } });

export const getLanding = (id: string): Promise<LandingPlan> =>
  answer(api.GET('/journeys/{id}/landing', one(id)));

export const getForecast = (id: string): Promise<Forecast> =>
  answer(api.GET('/journeys/{id}/forecast', one(id)));

export const getExisting = (id: string, days: number): Promise<Existing> =>
  answer(api.GET('/journeys/{id}/existing', { params: { path: { id }, query: { days: String(days) } } }));

export const runCases = (id: string): Promise<CaseRuns> =>
  answer(api.POST('/journeys/{id}/case-runs', { ...one(id), body: {} }));

export const publish = (
  id: string,
  body: {
    note: string;
    planId: string;
    landing: { stepId: string | null; do: Act; to?: string | null }[];
    existing?: { days: number; count: number };
  },
): Promise<Answer<'publishVersion'>> => answer(api.POST('/journeys/{id}/versions', { ...one(id), body }));

export const listVersions = (id: string, cursor?: string): Promise<VersionPage> =>
  answer(
    api.GET('/journeys/{id}/versions', {
      params: { path: { id }, query: { limit: 50, ...(cursor && { cursor }) } },
    }),
  );

export const getVersion = (id: string, number: number): Promise<Version> =>
  answer(api.GET('/journeys/{id}/versions/{number}', { params: { path: { id, number: String(number) } } }));

/** What one part of a text costs the business, in thousandths of a cent; null: not known. */
export const savePrice = (textPartMillicents: number | null) =>
  answer(api.PATCH('/business', { body: { settings: { textPartMillicents } } }));
