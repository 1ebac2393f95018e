import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '../../workflows/flow/draft.js';
import { useZone } from '../api/queries.js';
import * as server from './api.js';
import type { GivenAnswer, Trial } from './api.js';
import { stopsOf } from './path.js';
import { entryType, sampleData, sampleSubject } from './sample-event.js';
import type { Stage } from './stage.js';

/** What is chosen in the form of a test run. */
export interface Form {
  customer: Trial['customer'];
  event: Trial['event'];
  startAt: string;
  answers: GivenAnswer[];
}

export const MADE_UP: Trial['customer'] = {
  name: 'Ana Ruiz',
  firstName: 'Ana',
  email: 'ana@example.com',
  phone: '+13055550188',
};

/** An event made up so that it begins the journey. */
export function sampleEvent(flow: Draft, now: Date): Trial['event'] {
  const type = entryType(flow);
  const { where } = (flow.entry ?? {}) as { where?: unknown };
  return { type, data: sampleData(type, where, now), subject: sampleSubject(type) };
}

/** A test run being put together: its form, its last outcome on the stage, and what went wrong. */
export function useTrial(journeyId: string, flow: Draft, stage: Stage) {
  const [form, setForm] = useState<Form | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const zone = useZone() ?? 'UTC';
  const asked = useRef(0);
  const newest = useQuery({
    queryKey: ['customers', 'to try', ''],
    queryFn: () => server.searchCustomers(''),
  });

  useEffect(() => {
    if (form !== null || newest.isPending) return;
    const [first] = newest.data ?? [];
    const now = new Date();
    setForm({
      customer: first ? asChosen(first) : MADE_UP,
      event: sampleEvent(flow, now),
      startAt: now.toISOString(),
      answers: [],
    });
  }, [form, newest.isPending, newest.data, flow]);

  const run = useCallback(
    async (wanted: Form) => {
      const turn = ++asked.current;
      setForm(wanted);
      setBusy(true);
      setFault(null);
      try {
        const rehearsal = await server.rehearse(journeyId, flow, asTrial(wanted, zone));
        if (turn === asked.current) stage.show(rehearsal, stopsOf(flow, rehearsal));
      } catch (error) {
        if (turn === asked.current) setFault(error);
      } finally {
        if (turn === asked.current) setBusy(false);
      }
    },
    [journeyId, flow, stage, zone],
  );

  return {
    form,
    busy,
    fault,
    run,
    /** Another person or another event: what was shown is no longer theirs. */
    change(next: Form) {
      asked.current++;
      setForm(next);
      setBusy(false);
      setFault(null);
      stage.clear();
    },
    open(trial: Trial) {
      stage.clear();
      return run(trial);
    },
  };
}

/** Somebody made up lives where the business is. */
export const asTrial = (form: Form, zone: string): Trial =>
  form.customer.id === undefined ? { ...form, customer: { timezone: zone, ...form.customer } } : form;

export type TrialState = ReturnType<typeof useTrial>;

export const asChosen = ({ id, name, firstName, email, phone }: server.Customer): Trial['customer'] => ({
  id,
  name: name ?? email ?? phone,
  firstName,
  email,
  phone,
});

/** What to call somebody in a sentence. */
export const calledIn = ({ firstName, name, email, phone }: Trial['customer']): string => {
  const given = typeof firstName === 'string' && firstName !== '' ? firstName : (name ?? '').split(' ')[0];
  return given || String(email ?? phone ?? '…');
};
