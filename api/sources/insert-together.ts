import { insertEvents, type InsertedEvent, type NewInboxEvent } from '../../db/inbox.js';
import { withBusiness, type Database } from '../../db/tenant.js';

interface Delivery {
  rows: NewInboxEvent[];
  resolve(inserted: (InsertedEvent | undefined)[]): void;
  reject(error: unknown): void;
}

interface Door {
  businessId: string;
  actor: string;
}

/** Rows of a transaction, unless one delivery alone brings more. */
const MOST_ROWS = 500;

/** Per database, because two apps of one process must not share. */
const waiting = new WeakMap<Database, Map<string, Delivery[]>>();

/**
 * Put the events of one delivery into the inbox. Whatever comes through the same door while a transaction is on its way
 * shares the next one, so that a rush costs few commits and a quiet hour no delay. Answers as `insertEvents` does, once
 * the rows are safe.
 */
export function insertTogether(
  database: Database,
  door: Door,
  rows: NewInboxEvent[],
): Promise<(InsertedEvent | undefined)[]> {
  return new Promise((resolve, reject) => {
    const delivery = { rows, resolve, reject };
    const doors = doorsOf(database);
    const key = `${door.businessId} ${door.actor}`;
    const queue = doors.get(key);
    if (queue) return void queue.push(delivery);
    const fresh = [delivery];
    doors.set(key, fresh);
    void writeAll(database, door, fresh).finally(() => doors.delete(key));
  });
}

function doorsOf(database: Database): Map<string, Delivery[]> {
  let doors = waiting.get(database);
  if (!doors) waiting.set(database, (doors = new Map()));
  return doors;
}

async function writeAll(database: Database, door: Door, queue: Delivery[]): Promise<void> {
  while (queue.length > 0) {
    const group = takeGroup(queue);
    try {
      const inserted = await write(
        database,
        door,
        group.flatMap(({ rows }) => rows),
      );
      let from = 0;
      for (const { rows, resolve } of group) resolve(inserted.slice(from, (from += rows.length)));
    } catch (error) {
      await failOrAlone(database, door, group, error);
    }
  }
}

function takeGroup(queue: Delivery[]): Delivery[] {
  const group = [queue.shift()!];
  let count = group[0]!.rows.length;
  while (queue.length > 0 && (count += queue[0]!.rows.length) <= MOST_ROWS) group.push(queue.shift()!);
  return group;
}

/** One delivery that the database refuses must not take the others with it. */
async function failOrAlone(database: Database, door: Door, group: Delivery[], error: unknown): Promise<void> {
  if (group.length === 1 || !isRefused(error)) {
    for (const { reject } of group) reject(error);
    return;
  }
  for (const { rows, resolve, reject } of group) await write(database, door, rows).then(resolve, reject);
}

/** "Data exception" and "integrity constraint violation" of PostgreSQL's error codes: it is the rows' own fault. */
const isRefused = (error: unknown): boolean =>
  /^2[23]/.test(String((error as { code?: unknown } | null)?.code ?? ''));

/** Nothing in the transaction waits for the answer, so begin, insert, notify and commit travel together. */
async function write(
  database: Database,
  { businessId, actor }: Door,
  rows: NewInboxEvent[],
): Promise<(InsertedEvent | undefined)[]> {
  let answer: Promise<(InsertedEvent | undefined)[]> | undefined;
  await withBusiness(database, { businessId, actor }, async (tx) => void (answer = insertEvents(tx, rows)));
  return answer!;
}
