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
 * a row with a fault is not used at all, so nobody comes in by halves. `country`: where a number without one is from.
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
  const row: Row = {
    cell: (field) => cells[columns.indexOf(field)] ?? '',
    fault: (field, message) =>
      void faults.push({ line, column: heading[columns.indexOf(field)] ?? null, message }),
  };
  const said = detailsOf(row, country);
  const tags = tagsOf(row);
  const consents = permissionsOf(row);
  const names = [said.externalId, said.name, said.email, said.phone, said.givenName];
  if (faults.length === 0 && !names.some(Boolean)) {
    const message = 'This row names nobody: give a name, an email address or a phone number.';
    faults.push({ line, column: null, message });
  }
  if (faults.length > 0) return { faults };
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { person: { line, ...known, tags, consents } };
}

/** A row by what its columns mean. */
interface Row {
  /** Empty for a field that has no column. */
  cell(field: ImportField): string;
  fault(field: ImportField, message: string): void;
}

function detailsOf(row: Row, usualCountry: string | null) {
  const country = countryOf(row);
  const phone = numberOf(row, country ?? usualCountry);
  return {
    externalId: shortText(row, 'externalId', 200),
    name: shortText(row, 'name', 200),
    givenName: shortText(row, 'firstName', 100),
    familyName: shortText(row, 'lastName', 100),
    email: checked(
      row,
      'email',
      row.cell('email').toLowerCase(),
      'This is no email address. It reads like name@example.com.',
    ),
    phone,
    locale: checked(row, 'locale', row.cell('locale'), 'Write the language as es or en-GB.'),
    timezone: checked(row, 'timezone', row.cell('timezone'), 'Write the time zone as Europe/Madrid.'),
    country,
  };
}

/** A value as events may say it; absent when the cell is empty or, with a fault, wrong. */
function checked(
  row: Row,
  field: ImportField & keyof typeof eventCustomer.shape,
  value: string,
  message: string,
): string | undefined {
  if (value === '') return undefined;
  if (eventCustomer.shape[field].safeParse(value).success) return value;
  row.fault(field, message);
  return undefined;
}

const shortText = (row: Row, field: 'externalId' | 'name' | 'firstName' | 'lastName', most: number) =>
  checked(row, field, row.cell(field), `This is too long: at most ${most} characters are kept.`);

function countryOf(row: Row): string | undefined {
  const country = row.cell('country').toUpperCase();
  if (country !== '' && !/^[A-Z]{2}$/.test(country)) {
    row.fault('country', 'Write the country with two letters, such as ES.');
  }
  return country || undefined;
}

function numberOf(row: Row, country: string | null): string | undefined {
  const written = row.cell('phone');
  const phone = written === '' ? undefined : phoneOf(written, country);
  if (written !== '' && !phone) {
    row.fault(
      'phone',
      'This is no phone number we can reach. Write it with its country, such as +34600111222.',
    );
  }
  return phone;
}

function tagsOf(row: Row): string[] {
  const tags = row
    .cell('tags')
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter(Boolean);
  if (tags.some((tag) => tag.length > 60))
    row.fault('tags', 'A tag has at most 60 characters. Put a comma between two.');
  return [...new Set(tags)];
}

/** A yes counts only with where it comes from; a no needs no reason. */
function permissionsOf({ cell, fault }: Row): Person['consents'] {
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
