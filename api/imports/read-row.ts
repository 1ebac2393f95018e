import { eventCustomer } from '../../workflows/flow/events.js';
import { phoneOf } from '../sources/stated-person.js';
import type { ImportField } from './columns.js';

export interface Fault {
  line: number;
  /** The heading it stands under; null when it is about the whole row. */
  column: string | null;
  message: string;
}

/** A row as the API takes a customer, and what it says about permission. */
export interface Person {
  line: number;
  externalId?: string;
  name?: string;
  givenName?: string;
  familyName?: string;
  email?: string;
  phone?: string;
  locale?: string;
  timezone?: string;
  country?: string;
  tags: string[];
  consents: { channel: 'email' | 'sms'; granted: boolean; evidence: string | null }[];
}

const YES = new Set(['yes', 'y', 'true', '1', 'x', 'si', 'sí', 'oui', 'o']);
const NO = new Set(['no', 'n', 'false', '0', 'non']);

/**
 * One row of a file. An empty cell says nothing. Everything wrong with the row is told at once, each with what to do;
 * a row with a fault is not used at all, so nobody comes in by halves.
 */
export function readRow(
  { line, cells }: { line: number; cells: readonly string[] },
  heading: readonly string[],
  columns: readonly (ImportField | null)[],
  country: string | null,
): { person: Person } | { faults: Fault[] } {
  if (cells.length > heading.length) {
    const message = `This row has ${cells.length} cells and the heading has ${heading.length}. Put a cell that holds the separator in quotation marks.`;
    return { faults: [{ line, column: null, message }] };
  }
  const faults: Fault[] = [];
  const headingOf = (field: ImportField) => heading[columns.indexOf(field)] ?? null;
  const fault = (field: ImportField, message: string) =>
    void faults.push({ line, column: headingOf(field), message });
  const cell = (field: ImportField): string => {
    const at = columns.indexOf(field);
    return at < 0 ? '' : (cells[at] ?? '');
  };
  const checked = (
    field: ImportField,
    value: string,
    shape: keyof typeof eventCustomer.shape,
    message: string,
  ) => {
    if (value === '') return undefined;
    if (eventCustomer.shape[shape].safeParse(value).success) return value;
    fault(field, message);
    return undefined;
  };
  const text = (field: 'externalId' | 'name' | 'firstName' | 'lastName', most: number) =>
    checked(field, cell(field), field, `This is too long: at most ${most} characters are kept.`);

  const own = cell('country').toUpperCase();
  if (own !== '' && !/^[A-Z]{2}$/.test(own)) {
    fault('country', 'Write the country with two letters, such as ES.');
  }
  const written = cell('phone');
  const phone = written === '' ? undefined : phoneOf(written, own || country);
  if (written !== '' && !phone) {
    fault('phone', 'This is no phone number we can reach. Write it with its country, such as +34600111222.');
  }
  const said = {
    externalId: text('externalId', 200),
    name: text('name', 200),
    givenName: text('firstName', 100),
    familyName: text('lastName', 100),
    email: checked(
      'email',
      cell('email').toLowerCase(),
      'email',
      'This is no e-mail address. It reads like name@example.com.',
    ),
    phone,
    locale: checked('locale', cell('locale'), 'locale', 'Write the language as es or en-GB.'),
    timezone: checked('timezone', cell('timezone'), 'timezone', 'Write the time zone as Europe/Madrid.'),
    country: own || undefined,
  };
  const tags = cell('tags').split(/[,;|]/).map((tag) => tag.trim()).filter(Boolean); // prettier-ignore
  if (tags.some((tag) => tag.length > 60))
    fault('tags', 'A tag has at most 60 characters. Put a comma between two.');
  const consents = permissionsOf(cell, fault);
  if (
    faults.length === 0 &&
    !said.externalId &&
    !said.name &&
    !said.email &&
    !said.phone &&
    !said.givenName
  ) {
    faults.push({
      line,
      column: null,
      message: 'This row names nobody: give a name, an e-mail address or a phone number.',
    });
  }
  if (faults.length > 0) return { faults };
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { person: { line, ...known, tags: [...new Set(tags)], consents } };
}

/** A yes counts only with where it comes from; a no needs no reason. */
function permissionsOf(
  cell: (field: ImportField) => string,
  fault: (field: ImportField, message: string) => void,
): Person['consents'] {
  const evidence = cell('consentSource').slice(0, 1000);
  const channels = [
    ['email', 'emailMarketing'],
    ['sms', 'smsMarketing'],
  ] as const;
  return channels.flatMap(([channel, field]) => {
    const word = cell(field).toLowerCase();
    if (word === '') return [];
    const granted = YES.has(word);
    if (!granted && !NO.has(word)) {
      fault(field, 'Write yes or no, or leave it empty.');
      return [];
    }
    if (granted && evidence === '') {
      fault(
        field,
        'A yes needs where it comes from: add a column “consent source”, such as “signed form of 3 May”.',
      );
      return [];
    }
    return [{ channel, granted, evidence: evidence || null }];
  });
}
