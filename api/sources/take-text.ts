import { businessesThatTexted, secretsOfNumber } from '../../db/connections-lookup.js';
import { insertEvents } from '../../db/inbox.js';
import { insertInboundText, lastTextedOf } from '../../db/receipts.js';
import {
  everGranted,
  findSuppression,
  insertCaller,
  insertConsents,
  latestConsents,
  liftSuppression,
  lockCustomersByPhone,
  suppressAddress,
  type LockedCustomer,
} from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { PURPOSES, type Purpose } from '../../workflows/flow/purposes.js';
import type { ApiDeps } from '../deps.js';
import { openSecrets } from './connections.js';
import { isUnanswered, keywordOf, type Keyword } from './keywords.js';
import { ownEvent } from '../../db/own-event.js';
import type { InboundText } from './source.js';

type TextDeps = Pick<ApiDeps, 'database' | 'keys' | 'now'>;

export interface TakenText {
  understood: Keyword | null;
  /** HELP in words the carrier does not answer by itself: we must. */
  answerHelp: boolean;
}

/** The door a text came in by. */
export interface TextDoor {
  businessId: string;
  connectionId: string;
  /** Is the delivery genuine for whoever holds these secrets? */
  isGenuineFor: (secrets: readonly string[]) => boolean;
}

/**
 * A text somebody sent. STOP, START and HELP are obeyed at once; everything else is kept as a received message and enters
 * as `sms_received`. A STOP counts in every business that has texted this person from the same number, and whose own
 * connection would believe the delivery: a business chooses the secret of its connection, and could sign anything.
 */
export async function takeText(
  { businessId, connectionId, isGenuineFor }: TextDoor,
  text: InboundText,
  deps: TextDeps,
): Promise<TakenText> {
  const keyword = keywordOf(text.body) ?? (text.handled?.toLowerCase() as Keyword | undefined) ?? null;
  await deps.keys.ensure(businessId);
  const understood = await withBusiness(deps.database, { businessId, actor: 'customer' }, (tx) =>
    obey(tx, keyword, text, connectionId, deps),
  );
  if (understood === 'stop') await stopElsewhere(businessId, isGenuineFor, text, deps);
  return { understood, answerHelp: understood === 'help' && !text.handled && isUnanswered(text.body) };
}

async function obey(
  tx: BusinessTransaction,
  keyword: Keyword | null,
  text: InboundText,
  connectionId: string,
  deps: TextDeps,
): Promise<Keyword | null> {
  const people = await lockCustomersByPhone(tx, text.from);
  const meant = keyword === 'yes' ? await yesMeans(tx, text) : keyword;
  // A stranger who only says STOP needs no record of who they are.
  if (people.length === 0 && meant !== 'stop') {
    people.push(await insertCaller(tx, { id: newId(), phone: text.from, source: text.provider }));
  }
  const author = await authorOf(tx, people);
  if (author && !(await keep(tx, author.customer, text, connectionId, deps))) return meant;
  if (meant === 'stop') await stop(tx, people, text, deps);
  else if (meant === 'start') await start(tx, people, text);
  else if (meant === null) await say(tx, author!, text, deps);
  return meant;
}

/** YES is START only from a number that has stopped; from anybody else it is an answer. */
async function yesMeans(tx: BusinessTransaction, { from }: InboundText): Promise<Keyword | null> {
  return (await findSuppression(tx, { channel: 'sms', address: from })) ? 'start' : null;
}

/** Of several people with one number, the one who was texted last is taken to answer. */
async function authorOf(tx: BusinessTransaction, people: LockedCustomer[]) {
  const [first] = people;
  if (!first) return null;
  const last = await lastTextedOf(
    tx,
    people.map(({ id }) => id),
  );
  return {
    customer: people.find(({ id }) => id === last?.customerId) ?? first,
    depth: last ? last.depth + 1 : 0,
  };
}

/** The text as a received message; false when this delivery is a repeat. */
async function keep(
  tx: BusinessTransaction,
  customer: LockedCustomer,
  text: InboundText,
  connectionId: string,
  { keys }: TextDeps,
): Promise<boolean> {
  const id = newId();
  const { from, to, body, media } = text;
  const content = JSON.stringify({ from, to, text: body, ...(media.length > 0 && { media }) });
  return insertInboundText(tx, {
    id,
    customerId: customer.id,
    content: await keys.seal(tx.businessId, content, { table: 'messages', rowId: id, kind: 'content' }),
    provider: text.provider,
    connectionId,
    providerMessageId: text.providerMessageId,
  });
}

async function stop(tx: BusinessTransaction, people: LockedCustomer[], text: InboundText, deps: TextDeps) {
  const isNew = await suppressAddress(tx, {
    channel: 'sms',
    address: text.from,
    reason: 'keyword',
    detail: 'Answered STOP.',
  });
  for (const person of people) {
    const consents = await latestConsents(tx, person.id);
    const refusing = PURPOSES.filter(
      (purpose) => !consents.some((one) => one.channel === 'sms' && one.purpose === purpose && !one.granted),
    );
    await insertConsents(
      tx,
      refusing.map((purpose) => ({
        customerId: person.id,
        channel: 'sms' as const,
        purpose,
        granted: false,
        source: 'keyword' as const,
        evidence: evidenceOf('STOP', text),
      })),
    );
    if (!isNew && refusing.length === 0) continue;
    const last = await lastTextedOf(tx, [person.id]);
    const event = await ownEvent(deps.keys, tx.businessId, {
      type: 'unsubscribed',
      customerId: person.id,
      subject: null,
      depth: last ? last.depth + 1 : 0,
      occurredAt: deps.now(),
      data: { channel: 'sms', purposes: [...PURPOSES], via: 'keyword' },
    });
    await insertEvents(tx, [event]);
  }
}

/** Marketing comes back only to those who once asked for it: START undoes a STOP and grants nothing new. */
async function start(tx: BusinessTransaction, people: LockedCustomer[], text: InboundText) {
  await liftSuppression(tx, { channel: 'sms', address: text.from, because: 'Answered START.' });
  for (const person of people) {
    const consents = await latestConsents(tx, person.id);
    const refused = consents
      .filter((one) => one.channel === 'sms' && !one.granted)
      .map(({ purpose }) => purpose);
    const wanted: Purpose[] = [];
    for (const purpose of refused) {
      const key = { customerId: person.id, channel: 'sms' as const, purpose };
      if (purpose !== 'marketing' || (await everGranted(tx, key))) wanted.push(purpose);
    }
    await insertConsents(
      tx,
      wanted.map((purpose) => ({
        customerId: person.id,
        channel: 'sms' as const,
        purpose,
        granted: true,
        source: 'keyword' as const,
        evidence: evidenceOf('START', text),
      })),
    );
  }
}

async function say(
  tx: BusinessTransaction,
  author: { customer: LockedCustomer; depth: number },
  text: InboundText,
  deps: TextDeps,
) {
  const event = await ownEvent(deps.keys, tx.businessId, {
    type: 'sms_received',
    customerId: author.customer.id,
    subject: null,
    depth: author.depth,
    occurredAt: deps.now(),
    dedupeKey: `sms_received:${text.provider}:${text.providerMessageId}`,
    data: { text: text.body, channel: 'sms' },
  });
  await insertEvents(tx, [event]);
}

async function stopElsewhere(
  businessId: string,
  isGenuineFor: TextDoor['isGenuineFor'],
  text: InboundText,
  deps: TextDeps,
) {
  const others = await businessesThatTexted(deps.database, { from: text.to, to: text.from });
  for (const other of others.filter((id) => id !== businessId)) {
    const sealed = await secretsOfNumber(deps.database, { businessId: other, number: text.to });
    if (!isGenuineFor(await openSecrets(other, sealed, deps.keys))) continue;
    await deps.keys.ensure(other);
    await withBusiness(deps.database, { businessId: other, actor: 'customer' }, async (tx) =>
      stop(tx, await lockCustomersByPhone(tx, text.from), text, deps),
    );
  }
}

const evidenceOf = (word: string, text: InboundText) =>
  `Texted ${word}: “${text.body.slice(0, 160)}” (${text.provider} ${text.providerMessageId})`;
