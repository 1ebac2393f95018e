import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import type { InstanceFacts } from '../../local/instance-file.js';
import type { FakeProvider } from '../support/fakes/fake-provider.js';
import { JOURNEY, MESSAGES, SUBJECT } from './journey.js';

export interface Books {
  figures: Record<string, number>;
  breaches: string[];
}

const QUIET_MS = 300_000;

/** What was accepted, against the inbox, the passages, the ledger, what reached the provider, and what is left over. */
export async function compare(
  provider: 'resend' | 'postmark',
  { databaseUrl, temporalAddress }: InstanceFacts,
  fake: FakeProvider,
  accepted: string[],
  killed: Record<string, number>,
): Promise<Books> {
  await waitForQuiet(databaseUrl, accepted.length);
  const { events, passages, messages, told, left } = await readBooks(databaseUrl);
  const running = await stillRunning(temporalAddress, databaseUrl);
  const reached = new Map<string, number>();
  // The demo business sends a message or two of its own.
  const ours = fake.accepted.filter(({ subject }) => subject?.startsWith(SUBJECT));
  for (const { messageId } of ours) reached.set(messageId!, (reached.get(messageId!) ?? 0) + 1);

  const inbox = new Set(events.map(({ source_id }) => source_id));
  const completed = new Set(
    passages.filter(({ status }) => status === 'completed').map((one) => one.subject_id),
  );
  const sent = messages.filter(({ status }) => status === 'sent' || status === 'delivered');
  const unknown = messages.filter(({ status }) => status === 'unknown');
  const lostEvents = accepted.flatMap((id) => [id, `${id}-finish`]).filter((id) => !inbox.has(id));
  const lostPeople = accepted.filter((id) => !completed.has(id));
  const lostMessages = sent.filter(({ id }) => !reached.has(id));
  const missing = accepted.length * MESSAGES - sent.length - unknown.length;
  const twice = [...reached.values()].filter((times) => times > 1).length;
  const unrecorded = [...reached.keys()].filter(
    (id) => !sent.some((one) => one.id === id) && !unknown.some((one) => one.id === id),
  );
  const places = messages.map(({ enrollment_id, step_id }) => `${enrollment_id} ${step_id}`);

  const breaches: string[] = [];
  const mustBeNone = (what: string, count: number) => count === 0 || breaches.push(`${what}: ${count}`);
  mustBeNone('accepted deliveries that are not in the inbox', lostEvents.length);
  mustBeNone('deliveries that are in the inbox more than once', events.length - inbox.size);
  mustBeNone('accepted deliveries whose customer did not get through the journey', lostPeople.length);
  mustBeNone('passages that nobody asked for', passages.length - accepted.length);
  mustBeNone('customers who were made twice', left.twins);
  mustBeNone('messages that should have been sent and are neither sent nor unknown', Math.max(0, missing));
  mustBeNone('messages of one step to one passage beyond the first', places.length - new Set(places).size);
  mustBeNone('messages the ledger calls sent that never reached the provider', lostMessages.length);
  mustBeNone('messages that reached a customer twice', twice);
  mustBeNone('messages that reached the provider and that the ledger does not know', unrecorded.length);
  mustBeNone('messages that timelines tell more or less often than once', told.length);
  mustBeNone('passages that did not leave the listening step by the event', left.unheard);
  mustBeNone('events set aside', left.dead);
  mustBeNone('rows of the outbox still to be told', left.outbox);
  mustBeNone('messages left in the middle of a call', left.sending);
  mustBeNone('workflows that run although their passage is over', running);
  if (provider === 'resend') mustBeNone('unknown messages although the provider takes a key', unknown.length);

  return {
    figures: {
      ...Object.fromEntries(Object.entries(killed).map(([name, count]) => [`kills of ${name}`, count])),
      'passages that were to begin': accepted.length,
      'events in the inbox': inbox.size,
      'passages completed': completed.size,
      'messages sent': sent.length,
      'messages unknown': unknown.length,
      'messages that reached the provider': ours.length,
      'attempts at the provider': fake.attempts,
      lost: lostEvents.length + lostPeople.length + lostMessages.length,
      duplicated: twice,
    },
    breaches,
  };
}

/** Until everybody is through and everything has been told, or nothing moves any more. */
async function waitForQuiet(databaseUrl: string, expected: number) {
  const until = Date.now() + QUIET_MS;
  while (Date.now() < until) {
    const [done] = await query<{ count: number; outbox: number }>(
      databaseUrl,
      `select (select count(*)::int from journeys.enrollments e
                 join journeys.journeys j on j.business_id = e.business_id and j.id = e.journey_id
                where j.name = '${JOURNEY}' and e.status = 'completed') as count,
              (select count(*)::int from integrations.outbox where published_at is null) as outbox`,
    ).catch(() => []);
    if (done && done.count >= expected && done.outbox === 0) return;
    await sleep(1000);
  }
}

async function readBooks(url: string) {
  const ours = `join journeys.journeys j on j.business_id = x.business_id and j.id = x.journey_id where j.name = '${JOURNEY}'`;
  const events = await query<{ source_id: string }>(
    url,
    `select source_id from integrations.inbox_events where type like 'custom_chaos_%'`,
  );
  const passages = await query<{ subject_id: string; status: string }>(
    url,
    `select x.subject_id, x.status from journeys.enrollments x ${ours}`,
  );
  const messages = await query<{ id: string; status: string; enrollment_id: string; step_id: string }>(
    url,
    `select x.id, x.status, x.enrollment_id, x.step_id from messaging.messages x ${ours}`,
  );
  // A provider that refuses for the moment is told as well; what is told last is what became of it.
  const told = await query(
    url,
    `select x.id from messaging.messages x ${ours}
        and (select count(*) from journeys.timeline t
              where t.business_id = x.business_id and t.enrollment_id = x.enrollment_id and t.message_id = x.id
                and t.type = 'message' and t.reason_code in ('sent', 'outcome_unknown')) <> 1`,
  );
  const [left] = await query<{
    twins: number;
    unheard: number;
    dead: number;
    outbox: number;
    sending: number;
  }>(
    url,
    `select (select count(*)::int from (select from crm.customers where name = 'Chaos' group by email having count(*) > 1) t)
              + (select count(*)::int from crm.customers c where c.name = 'Chaos' and not exists (
                   select from crm.customer_identities i where i.business_id = c.business_id and i.customer_id = c.id)) as twins,
            (select count(*)::int from journeys.enrollments x ${ours} and not exists (
               select from journeys.timeline t where t.business_id = x.business_id and t.enrollment_id = x.id
                  and t.step_id = 'listen' and t.exit = 'finish')) as unheard,
            (select count(*)::int from integrations.inbox_events where status = 'dead') as dead,
            (select count(*)::int from integrations.outbox where published_at is null) as outbox,
            (select count(*)::int from messaging.messages where status = 'sending') as sending`,
  );
  return { events, passages, messages, told, left: left! };
}

/** A workflow ends a moment after its passage: those that still run after half a minute. */
async function stillRunning(address: string, databaseUrl: string): Promise<number> {
  const over = await query<{ id: string }>(
    databaseUrl,
    `select id from journeys.enrollments where status <> 'active'`,
  );
  const ended = new Set(over.map(({ id }) => `enrollment:${id}`));
  const connection = await Connection.connect({ address });
  try {
    let count = 0;
    for (let tries = 0; tries < 30; tries++) {
      const { executions } = await connection.workflowService.listOpenWorkflowExecutions({
        namespace: 'default',
        maximumPageSize: 1000,
        startTimeFilter: {},
      });
      count = executions.filter(({ execution }) => ended.has(execution?.workflowId ?? '')).length;
      if (count === 0) return 0;
      await sleep(1000);
    }
    return count;
  } finally {
    await connection.close();
  }
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
