import { parseDuration } from '../../workflows/flow/duration.js';

export const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const;
export type Unit = (typeof UNITS)[number];

const WRITTEN: Readonly<Record<Unit, (amount: number) => string>> = {
  minutes: (n) => `PT${n}M`,
  hours: (n) => `PT${n}H`,
  days: (n) => `P${n}D`,
  weeks: (n) => `P${n}W`,
  months: (n) => `P${n}M`,
  years: (n) => `P${n}Y`,
};

export const durationText = (amount: number, unit: Unit): string => WRITTEN[unit](amount);

/** A span as one number of one unit; null when it takes several (`P1DT2H`). The sign is left out. */
export function asOneUnit(text: string): { amount: number; unit: Unit } | null {
  const span = parseDuration(text);
  if (!span) return null;
  const minutes = span.exactMillis / 60_000;
  const parts = [
    [span.years, 'years'],
    [span.months, 'months'],
    [span.weeks, 'weeks'],
    [span.days, 'days'],
    [minutes, 'minutes'],
  ] as const;
  const named = parts.filter(([amount]) => amount !== 0);
  const [only] = named;
  if (!only) return { amount: 0, unit: /[HMS]/.test(text) ? 'hours' : 'days' };
  if (named.length > 1) return null;
  const [amount, unit] = only;
  if (unit === 'minutes' && amount % 60 === 0) return { amount: amount / 60, unit: 'hours' };
  return Number.isInteger(amount) ? { amount, unit } : null;
}
