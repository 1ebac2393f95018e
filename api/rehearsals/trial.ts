import type { z } from 'zod';
import type { BusinessTransaction } from '../../db/tenant.js';
import { refuseUnless, type Caller } from '../caller.js';
import type { rehearsalRequest } from '../contract/rehearsals.js';
import { describedPerson } from './person.js';
import type { Trial } from './run.js';

/** What was asked for, made ready to run: the customer looked up, the clock set. */
export async function trialOf(
  tx: BusinessTransaction,
  caller: Caller,
  {
    event,
    customer,
    answers,
    startAt,
  }: Pick<z.output<typeof rehearsalRequest>, 'event' | 'customer' | 'answers' | 'startAt'>,
  now: Date,
): Promise<Trial> {
  if (customer?.id !== undefined) refuseUnless(caller, 'customers:read');
  const person = await describedPerson(tx, customer ?? event.customer);
  return {
    ...person,
    event,
    answers: answers.map((answer) => ({ ...answer, subject: answer.subject ?? undefined })),
    startAt: new Date(startAt ?? event.occurredAt ?? now).toISOString(),
  };
}
