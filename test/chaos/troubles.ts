import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

interface Trouble {
  childrenFile: string;
  /** As the superuser. */
  databaseUrl: string;
  say: (line: string) => void;
}

const BREATH_MS = 4_000;

/** What is worse than a kill, one after the other, under the same load. */
export async function makeTroubles(trouble: Trouble): Promise<void> {
  const { say } = trouble;
  for (const pair of [
    ['Worker', 'PostgreSQL'],
    ['Temporal', 'Worker'],
    ['PostgreSQL', 'Temporal'],
  ]) {
    say(`       killing ${pair.join(' and ')} at once`);
    for (const { pid } of await named(trouble, pair)) process.kill(pid, 'SIGKILL');
    await sleep(BREATH_MS);
  }
  say('       PostgreSQL hangs for 30 seconds');
  await hang(trouble, 'PostgreSQL', 30_000);
  say('       the disk is full for 20 seconds');
  await fillDisk(trouble, 20_000);
  say('       Temporal is gone for two minutes');
  await hang(trouble, 'Temporal', 120_000);
}

/** The processes of an instance that can be killed. */
export async function readChildren(file: string): Promise<{ name: string; pid: number }[]> {
  return readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as { name: string; pid: number }[],
    () => [],
  );
}

async function named({ childrenFile }: Trouble, names: readonly string[]) {
  for (;;) {
    const found = (await readChildren(childrenFile)).filter(({ name }) => names.includes(name));
    if (found.length === names.length && found.every(({ pid }) => isAlive(pid))) return found;
    await sleep(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Every process of it stands still: it holds its connections and answers nobody. */
async function hang(trouble: Trouble, name: string, ms: number): Promise<void> {
  const [child] = await named(trouble, [name]);
  const all = await familyOf(child!.pid);
  for (const pid of all) signal(pid, 'SIGSTOP');
  await sleep(ms);
  for (const pid of all) signal(pid, 'SIGCONT');
  await sleep(BREATH_MS);
}

async function familyOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const below = await Promise.all(
    children
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((one) => familyOf(Number(one))),
  );
  return [pid, ...below.flat()];
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has gone meanwhile.
  }
}

/** PostgreSQL refuses what would grow, in the words it has for a full disk (SQLSTATE 53100). */
async function fillDisk({ databaseUrl }: Trouble, ms: number): Promise<void> {
  const tables = [
    'integrations.inbox_events', 'integrations.outbox', 'journeys.enrollments', 'journeys.mailbox', 'journeys.timeline',
    'messaging.messages',
  ]; // prettier-ignore
  await execute(
    databaseUrl,
    `create function public.full_disk() returns trigger language plpgsql as
       $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
     ${tables.map((table) => `create trigger a_full_disk before insert or update on ${table} execute function public.full_disk();`).join('\n')}`,
  );
  await sleep(ms);
  await execute(databaseUrl, 'drop function public.full_disk() cascade');
  await sleep(BREATH_MS);
}

async function execute(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
