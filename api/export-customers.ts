/** A customer as the API shows one; only what has a column of its own is named. */
export interface ExportedCustomer {
  tags: readonly string[];
  attributes: Record<string, unknown>;
  [field: string]: unknown;
}

/** The names by which an import knows them again; then what only programs need. */
const COLUMNS = [
  'externalId', 'name', 'firstName', 'lastName', 'email', 'phone', 'locale', 'timezone', 'country', 'tags', 'lifecycle',
  'attributes', 'lastEventAt', 'createdAt', 'updatedAt', 'id',
] as const; // prettier-ignore

/** RFC 4180, with a byte-order mark by which spreadsheets know that it is UTF-8. */
export async function* csvOf(pages: AsyncIterable<readonly ExportedCustomer[]>): AsyncIterable<string> {
  yield `\uFEFF${COLUMNS.join(',')}\r\n`;
  for await (const page of pages) {
    yield page.map((each) => `${COLUMNS.map((column) => cell(each, column)).join(',')}\r\n`).join('');
  }
}

/** One array, a customer to the line. */
export async function* jsonOf(pages: AsyncIterable<readonly ExportedCustomer[]>): AsyncIterable<string> {
  let before = '[\n';
  for await (const page of pages) {
    yield before + page.map((each) => JSON.stringify(each)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function cell(customer: ExportedCustomer, column: (typeof COLUMNS)[number]): string {
  const text = harmless(textOf(customer, column));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(customer: ExportedCustomer, column: (typeof COLUMNS)[number]): string {
  if (column === 'tags') return customer.tags.join(', ');
  if (column === 'attributes') {
    return Object.keys(customer.attributes).length > 0 ? JSON.stringify(customer.attributes) : '';
  }
  return String(customer[column] ?? '');
}

/**
 * A spreadsheet runs a cell that begins like a formula: an apostrophe before it keeps it text. A number with its sign,
 * as of a phone, is none.
 *
 * Source: OWASP, "CSV Injection".
 */
const harmless = (text: string): string => (/^[=@\t\r]|^[+-](?!\d+$)/.test(text) ? `'${text}` : text);
