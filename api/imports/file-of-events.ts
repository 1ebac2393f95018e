import type { z } from 'zod';
import { audit } from '../../db/audit.js';
import { getBusiness } from '../../db/businesses.js';
import { insertImport, type ImportRow } from '../../db/imports.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import type { Caller } from '../caller.js';
import type * as contract from '../contract/imports.js';
import type { ApiDeps } from '../deps.js';
import { bringInEvents } from './bring-in-events.js';
import { guessEventColumns, pathOf } from './event-columns.js';
import { readCsv } from './read-csv.js';
import { readEventRow, type EventOfFile } from './read-event-row.js';
import type { Fault } from './read-row.js';
import { MOST_FAULTS, refusal, SAMPLE_ROWS } from './refusal.js';

type Asked = z.output<NonNullable<typeof contract.createImport.body>>;
type Preview = z.input<(typeof contract.createImport.responses)[200]>;

/** A file of things that happened: looked at, refused with every fault, or brought in. */
export async function bringEventsIn(
  asked: Asked,
  caller: Caller,
  deps: ApiDeps,
): Promise<{ made: ImportRow } | { preview: Preview }> {
  const sheet = readCsv(asked.csv);
  const columns = guessEventColumns(sheet.heading);
  if (asked.columns) throw refuse('columns', 'The columns of events are told by their headings only.');
  if (!columns.includes('type') || !columns.includes('occurredAt')) {
    throw refuse('csv', 'A file of events needs a column “type” and a column “date”.');
  }
  const rows = sheet.rows.length;
  return act(deps, caller, async (tx) => {
    const business = await getBusiness(tx);
    const reading = {
      heading: sheet.heading,
      columns,
      country: asked.country ?? business.country,
      zone: business.timezone,
    };
    const events: EventOfFile[] = [];
    const faults: Fault[] = [];
    for (const row of sheet.rows) {
      const read = readEventRow(row, reading);
      if ('event' in read) events.push(read.event);
      else faults.push(...read.faults);
    }
    const rejected = faults.slice(0, MOST_FAULTS);
    if (asked.dryRun) {
      const preview = {
        columns: sheet.heading.map((heading, at) => ({ heading, field: null, path: pathOf(columns[at]) })),
        sample: sheet.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
        rows,
        created: events.length,
        updated: 0,
        refusalsKept: 0,
        rejected,
      };
      return { preview };
    }
    if (rejected.length > 0 && asked.badRows === 'refuse') throw refusal(rejected);
    const done = await bringInEvents(tx, deps.keys, events, { enroll: asked.enroll });
    const made = await insertImport(tx, {
      of: 'events',
      fileName: asked.fileName,
      rows,
      ...done,
      refusalsKept: 0,
      rejected,
    });
    audit(tx, {
      action: 'events.imported',
      targetKind: 'import',
      targetId: made.id,
      detail: { rows, created: done.created, enroll: asked.enroll },
    });
    return { made };
  });
}

const refuse = (path: string, message: string) =>
  new Problem('invalid', message, { errors: [{ path, message }] });
