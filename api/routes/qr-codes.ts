import { audit } from '../../db/audit.js';
import { getBusiness, type BusinessRow } from '../../db/businesses.js';
import { findLogo, type LogoRow } from '../../db/logos.js';
import { findJourney } from '../../db/journeys.js';
import { findLocation } from '../../db/locations.js';
import * as codes from '../../db/qr-codes.js';
import { findStaff } from '../../db/staff.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { readLogoPath } from '../../lib/logo.js';
import { codeColours } from '../../lib/print/code-colours.js';
import { matrixOf } from '../../lib/print/matrix.js';
import { drawPdf } from '../../lib/print/pdf.js';
import { drawPng } from '../../lib/print/png.js';
import { drawSvg } from '../../lib/print/svg.js';
import { signsWithout } from '../../lib/print/typeface.js';
import { printWords, type PrintLanguage } from '../../lib/print/words.js';
import { Problem } from '../../lib/problem.js';
import { shortCode } from '../../lib/tokens.js';
import { act } from '../act.js';
import type { Caller } from '../caller.js';
import * as contract from '../contract/qr-codes.js';
import type { ApiDeps } from '../deps.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { found, missing } from '../missing.js';
import { afterCursor, page } from '../pagination.js';
import { languageOf } from '../public/words.js';

export const qrCodeRoutes: Route[] = [
  handle(contract.listQrCodes, async ({ caller, query }, deps) => {
    const { rows, business } = await act(deps, caller, async (tx) => ({
      rows: await codes.listQrCodes(tx, afterCursor(query.cursor), query.limit + 1),
      business: await getBusiness(tx),
    }));
    return { status: 200, body: page(rows, query.limit, showIn(business, deps)) };
  }),

  handle(contract.createQrCode, async ({ caller, body, now }, deps) => {
    const made = await act(deps, caller, async (tx) => {
      const { active = true, ...said } = body;
      const { label, kind, purpose } = said;
      const change = { ...(await settled(tx, { kind }, said)), label, kind, purpose };
      const switchedOffAt = active ? null : now;
      const id = await insertWithNewCode(tx, { ...change, switchedOffAt });
      audit(tx, { action: 'qr_code.created', targetKind: 'qr_code', targetId: id });
      return { code: found(await codes.findQrCode(tx, id), 'code'), business: await getBusiness(tx) };
    });
    return { status: 201, body: showIn(made.business, deps)(made.code) };
  }),

  handle(contract.drawQrCodeSvg, async ({ caller, params }, deps) => {
    const { drawing } = await toDraw(caller, params.id, deps);
    return fileAnswer('image/svg+xml', Buffer.from(drawSvg(drawing)));
  }),

  handle(contract.drawQrCodePng, async ({ caller, params, query }, deps) => {
    const { drawing } = await toDraw(caller, params.id, deps);
    return fileAnswer('image/png', drawPng(drawing, query.size));
  }),

  handle(contract.drawQrCodePdf, async ({ caller, params, query, now }, deps) => {
    const { code, business, drawing, colours } = await toDraw(caller, params.id, deps);
    const language = query.language ?? languageOf(business.locale);
    const sheet = {
      ...drawing,
      format: query.format,
      paper: query.paper,
      language,
      business: business.name,
      purpose: code.purpose as codes.CodePurpose,
      heading: code.heading,
      standsFor: standsFor(code, business, language),
      colours,
      logo: await logoOf(caller, business, deps),
    };
    return fileAnswer('application/pdf', await drawPdf(sheet, now));
  }),

  handle(contract.getQrCode, async ({ caller, params }, deps) => {
    const { code, business } = await toDraw(caller, params.id, deps);
    return { status: 200, body: showIn(business, deps)(code) };
  }),

  handle(contract.updateQrCode, async ({ caller, params, body, now }, deps) => {
    const changed = await act(deps, caller, async (tx) => {
      const before = found(await codes.findQrCode(tx, params.id), 'code');
      const { active, ...said } = body;
      const change = await settled(tx, before, said);
      await codes.updateQrCode(tx, params.id, {
        ...change,
        ...(active !== undefined && { switchedOffAt: active ? null : (before.switchedOffAt ?? now) }),
      });
      audit(tx, {
        action: 'qr_code.changed',
        targetKind: 'qr_code',
        targetId: params.id,
        detail: { fields: Object.keys(body) },
      });
      return { code: found(await codes.findQrCode(tx, params.id), 'code'), business: await getBusiness(tx) };
    });
    return { status: 200, body: showIn(changed.business, deps)(changed.code) };
  }),

  handle(contract.deleteQrCode, async ({ caller, params, now }, deps) => {
    await act(deps, caller, async (tx) => {
      if (!(await codes.archiveQrCode(tx, params.id, now))) throw missing('code');
      audit(tx, { action: 'qr_code.archived', targetKind: 'qr_code', targetId: params.id });
    });
    return { status: 204 };
  }),

  handle(contract.listScans, async ({ caller, params, query, now }, deps) => {
    const items = await act(deps, caller, async (tx) => {
      found(await codes.findQrCode(tx, params.id), 'code');
      const { timezone } = await getBusiness(tx);
      const until = query.until ?? dayIn(timezone, now);
      const from = query.from ?? daysBefore(until, 29);
      refuseOddSpan(from, until);
      return codes.scansOf(tx, params.id, from, until);
    });
    return { status: 200, body: { items } };
  }),
];

/** A code nobody has, whatever business they are of. */
async function insertWithNewCode(
  tx: BusinessTransaction,
  said: Omit<Parameters<typeof codes.insertQrCode>[1], 'code'>,
): Promise<string> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const id = await codes.insertQrCode(tx, { ...said, code: shortCode() });
    if (id) return id;
  }
  throw new Error('Five new codes in a row were taken already');
}

type Said = Omit<codes.QrCodeChange, 'expiresAt' | 'switchedOffAt'> & {
  expiresAt?: string | null | undefined;
};
type Before = { kind: string } & Partial<
  Pick<codes.QrCodeRow, 'locationId' | 'staffId' | 'reference' | 'journeyId'>
>;

/**
 * A change made whole: what a code stands for is named, is ours, and whatever it stood for before is let go. Throws
 * `invalid` with the field that is missing.
 */
async function settled(tx: BusinessTransaction, before: Before, said: Said): Promise<codes.QrCodeChange> {
  const { expiresAt, ...plain } = said;
  const kind = said.kind ?? before.kind;
  const is = { ...before, ...plain };
  if (kind === 'staff' && !is.staffId) refuse('staffId', 'Say whose code it is.');
  if (kind === 'table' && !is.reference) refuse('reference', 'Say which table it is for.');
  if (kind === 'invoice' && !is.reference) refuse('reference', 'Say which invoice it is for.');
  if (said.locationId && !(await findLocation(tx, said.locationId)))
    refuse('locationId', 'There is no such place.');
  if (said.staffId && !(await findStaff(tx, said.staffId)))
    refuse('staffId', 'There is nobody of that id among the staff.');
  if (said.journeyId && !(await findJourney(tx, said.journeyId)))
    refuse('journeyId', 'There is no such journey.');
  return {
    ...plain,
    ...(said.kind === 'place' && { staffId: null, reference: null }),
    ...(said.kind === 'staff' && { reference: null }),
    ...(said.kind === 'table' && { staffId: null }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
  };
}

function refuse(path: string, message: string): never {
  throw new Problem('invalid', `${path}: ${message}`, { errors: [{ path, message }] });
}

/** A code with everything its drawings need. */
async function toDraw(caller: Caller, id: string, deps: ApiDeps) {
  const { code, business } = await act(deps, caller, async (tx) => ({
    code: found(await codes.findQrCode(tx, id), 'code'),
    business: await getBusiness(tx),
  }));
  const url = addressOf(code.code, deps);
  const colours = codeColours(business.accent);
  const drawing = { matrix: matrixOf(url), ink: colours.ink, address: url.replace(/^https?:\/\//, '') };
  return { code, business, colours, drawing };
}

/** What is printed beside a code, so that a stack of them can be told apart. */
function standsFor(
  { kind, reference, staffId, named }: codes.QrCodeRow,
  { settings }: BusinessRow,
  language: PrintLanguage,
): string | null {
  if (kind === 'table') return printWords[language].table(reference ?? '');
  if (kind === 'invoice') return printWords[language].invoice(reference ?? '');
  return kind === 'staff' && staffId && settings['nameStaff'] === false ? null : named;
}

async function logoOf(caller: Caller, { logoUrl }: BusinessRow, deps: ApiDeps): Promise<LogoRow | null> {
  const logo = readLogoPath(logoUrl);
  return logo && ((await act(deps, caller, (tx) => findLogo(tx, logo.name))) ?? null);
}

/** What of the words on the sheet cannot be drawn. Ours can in every language. */
function leftOutOf(code: codes.QrCodeRow, business: BusinessRow): string[] {
  const beside = standsFor(code, business, 'en');
  return [
    ...new Set([
      ...signsWithout(business.name, 'voice'),
      ...signsWithout(code.heading ?? '', 'voice'),
      ...signsWithout(beside ?? '', 'text'),
    ]),
  ];
}

const fileAnswer = (type: string, body: Buffer) => ({
  status: 200,
  headers: { 'content-type': type },
  body,
});

const addressOf = (code: string, { config }: Pick<ApiDeps, 'config'>) => `${config.publicUrl}/q/${code}`;

const showIn =
  (business: BusinessRow, deps: Pick<ApiDeps, 'config'>) =>
  ({ named, ...row }: codes.QrCodeRow) => {
    const { kind, purpose, switchedOffAt, expiresAt, createdAt, ...code } = row;
    const { ink, panel, darkened } = codeColours(business.accent);
    return {
      ...code,
      leftOut: leftOutOf({ named, ...row }, business),
      url: addressOf(code.code, deps),
      kind: kind as codes.CodeKind,
      purpose: purpose as codes.CodePurpose,
      active: switchedOffAt === null,
      expiresAt: isoOrNull(expiresAt),
      createdAt: iso(createdAt),
      colours: { ink, panel, darkened },
    };
  };

const DAY_MS = 86_400_000;
const LONGEST_SPAN = 400;

/** `YYYY-MM-DD` where the business is. */
const dayIn = (timezone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(at);

const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);

function refuseOddSpan(from: string, until: string): void {
  const days = (Date.parse(until) - Date.parse(from)) / DAY_MS;
  if (days < 0) refuse('from', 'The first day must not be after the last.');
  if (days >= LONGEST_SPAN) refuse('from', `Ask for ${LONGEST_SPAN} days at most.`);
}
