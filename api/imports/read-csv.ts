import { CsvError, parse } from 'csv-parse/sync';
import { Problem } from '../../lib/problem.js';

/** A file as rows of text. Lines are counted as an editor counts them: the heading is line 1. */
export interface Sheet {
  heading: string[];
  rows: { line: number; cells: string[] }[];
}

export const MOST_ROWS = 5000;
const MOST_COLUMNS = 200;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Reads a CSV (RFC 4180, also with semicolons, tabs or bars between the cells, and with a byte-order mark). Throws
 * `invalid` with what to do when it is no such file: empty, without rows, too long, or with a quote left open.
 */
export function readCsv(text: string): Sheet {
  const body = text.replace(/^\uFEFF/, '');
  if (body.trim() === '')
    throw refusal('The file is empty. Choose one with a heading and a row for each customer.');
  if (body.includes('\0')) {
    throw refusal(
      'This is no text file. In a spreadsheet, choose “Save as” and “CSV”, then bring that file.',
    );
  }
  const delimiter = delimiterOf(body);
  // Before anything is parsed: a million columns are a million cells in every row.
  if (headingOf(body).split(delimiter).length > MOST_COLUMNS) {
    throw refusal(
      `The file has more than ${MOST_COLUMNS} columns. Leave out those that say nothing about customers.`,
    );
  }
  const [first, ...rest] = records(body, delimiter);
  const heading = first?.record.map((cell) => cell.trim()) ?? [];
  if (rest.length === 0) {
    throw refusal('The file has a heading and no rows below it. Each customer is a row of its own.');
  }
  if (rest.length > MOST_ROWS) {
    throw refusal(
      `The file has ${rest.length} rows; at most ${MOST_ROWS} are taken at once. Cut it in parts, each with the heading.`,
    );
  }
  return {
    heading,
    rows: rest.map(({ record, line }) => ({ line, cells: record.map((cell) => cell.trim()) })),
  };
}

interface Parsed {
  record: string[];
  line: number;
}

function records(body: string, delimiter: string): Parsed[] {
  try {
    const found = parse(body, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    // The parser says where a record ends; one with line breaks in its cells began that many lines earlier.
    return found.map(({ record, info }) => ({
      record,
      line: info.lines - record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0),
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
      throw refusal(
        'A quotation mark (") is opened and never closed, so the rows after it cannot be told apart. Close it, or write two ("") for one inside a cell.',
      );
    }
    throw refusal(
      `Line ${line} cannot be read: a quotation mark (") stands inside a cell. Put the whole cell in quotation marks and write it twice ("").`,
    );
  }
}

/** The sign that parts the heading most often, outside quotation marks. */
function delimiterOf(body: string): string {
  const heading = headingOf(body);
  const count = (sign: string) => heading.split(sign).length;
  return DELIMITERS.reduce(
    (best, sign) => (count(sign) > count(best) ? sign : best),
    DELIMITERS[0] as string,
  );
}

/** The first line, without what stands in quotation marks. */
const headingOf = (body: string): string =>
  (body.match(/^(?:"(?:[^"]|"")*"|[^"\r\n])*/)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');

const refusal = (message: string) => new Problem('invalid', message, { errors: [{ path: 'csv', message }] });
