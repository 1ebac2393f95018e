import { audit } from '../../db/audit.js';
import { getBusiness } from '../../db/businesses.js';
import { findImport, insertImport, listImports, type ImportRow } from '../../db/imports.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import * as contract from '../contract/imports.js';
import { handle, type Route } from '../handle.js';
import { bringIn, meant } from '../imports/bring-in.js';
import { bringEventsIn } from '../imports/file-of-events.js';
import { guessColumns, type ImportField } from '../imports/columns.js';
import { readCsv } from '../imports/read-csv.js';
import { readRow, type Fault, type Person } from '../imports/read-row.js';
import { MOST_FAULTS, refusal, SAMPLE_ROWS } from '../imports/refusal.js';
import { iso } from '../instant.js';
import { found } from '../missing.js';
import { afterCursor, page } from '../pagination.js';

export const importRoutes: Route[] = [
  handle(contract.createImport, async ({ caller, body }, deps) => {
    if (body.of === 'events') {
      const done = await bringEventsIn(body, caller, deps);
      return 'made' in done
        ? { status: 201, body: showImport(done.made) }
        : { status: 200, body: done.preview };
    }
    const sheet = readCsv(body.csv);
    const columns = body.columns ?? guessColumns(sheet.heading);
    const answer = await act(deps, caller, async (tx) => {
      const country = body.country ?? (await getBusiness(tx)).country;
      refuseUseless(columns, sheet.heading, body.dryRun);
      const people: Person[] = [];
      const faults: Fault[] = [];
      for (const row of sheet.rows) {
        const read = readRow(row, sheet.heading, columns, country);
        if ('person' in read) people.push(read.person);
        else faults.push(...read.faults);
      }
      const known = await meant(tx, people);
      const rejected = [...faults, ...known.faults].sort((a, b) => a.line - b.line).slice(0, MOST_FAULTS);
      const rows = sheet.rows.length;
      if (body.dryRun) {
        const updated = known.meant.filter(({ knownAs }) => knownAs !== null).length;
        return {
          preview: { rows, created: known.meant.length - updated, updated, refusalsKept: 0, rejected },
        };
      }
      if (rejected.length > 0 && body.badRows === 'refuse') throw refusal(rejected);
      const done = await bringIn(tx, known.meant);
      const made = await insertImport(tx, {
        of: 'customers',
        fileName: body.fileName,
        rows,
        ...done,
        rejected,
      });
      audit(tx, {
        action: 'customers.imported',
        targetKind: 'import',
        targetId: made.id,
        detail: { rows, created: done.created, updated: done.updated },
      });
      return { made };
    });
    if (answer.made) return { status: 201, body: showImport(answer.made) };
    return {
      status: 200,
      body: {
        columns: sheet.heading.map((heading, at) => ({ heading, field: columns[at] ?? null })),
        sample: sheet.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
        ...answer.preview!,
      },
    };
  }),

  handle(contract.listImports, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) =>
      listImports(tx, { after: afterCursor(query.cursor), limit: query.limit + 1 }),
    );
    return { status: 200, body: page(rows, query.limit, showImport) };
  }),

  handle(contract.getImport, async ({ caller, params }, deps) => {
    const row = await act(deps, caller, (tx) => findImport(tx, params.id));
    return { status: 200, body: showImport(found(row, 'import')) };
  }),
];

/** Without a column that names somebody no row can be used; a preview shows that instead, so it can be put right. */
function refuseUseless(
  columns: readonly (ImportField | null)[],
  heading: readonly string[],
  dryRun: boolean,
) {
  if (columns.length > heading.length) {
    throw fieldRefusal(`The heading has ${heading.length} columns and you named ${columns.length}.`);
  }
  const named = columns.filter((each) => each !== null);
  if (new Set(named).size < named.length) {
    throw fieldRefusal('Two columns mean the same. Choose one of them, and leave the other out.');
  }
  const names = named.some((each) => ['externalId', 'name', 'firstName', 'email', 'phone'].includes(each));
  if (!names && !dryRun) {
    throw fieldRefusal(
      'No column says who a customer is. Say which one holds the name, email address or phone.',
    );
  }
}

const fieldRefusal = (message: string) =>
  new Problem('invalid', message, { errors: [{ path: 'columns', message }] });

const showImport = ({ rejected, createdAt, ...row }: ImportRow) => ({
  ...row,
  rejected: rejected as Fault[],
  createdAt: iso(createdAt),
});
