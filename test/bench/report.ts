import { appendFileSync } from 'node:fs';

export type Cell = string | number;

export interface Report {
  say(line: string): void;
  table(head: string[], rows: Cell[][]): void;
  /** One measured fact, as a line of JSON where `--json` says. */
  record(section: string, fact: Record<string, unknown>): void;
  /** A figure beside its aim. */
  aim(what: string, figure: number, aim: { atLeast: number } | { atMost: number }): void;
}

export function createReport(jsonFile: string | undefined): Report {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const record = (section: string, fact: Record<string, unknown>) => {
    if (jsonFile) appendFileSync(jsonFile, `${JSON.stringify({ section, ...fact })}\n`);
  };
  return {
    say,
    record,
    table(head, rows) {
      const cells = [head, ...rows.map((row) => row.map(shown))];
      const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
      for (const row of cells) {
        say(
          `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`,
        );
      }
    },
    aim(what, figure, aim) {
      const reached = 'atLeast' in aim ? figure >= aim.atLeast : figure <= aim.atMost;
      const wanted = 'atLeast' in aim ? `at least ${aim.atLeast}` : `at most ${aim.atMost}`;
      say(`  ${reached ? 'reached ' : 'MISSED  '} ${what}: ${figure.toFixed(2)} (aim: ${wanted})`);
      record('aims', { what, figure, ...aim, reached });
    },
  };
}

const shown = (cell: Cell): string =>
  typeof cell === 'string' ? cell : cell.toFixed(Math.abs(cell) >= 100 ? 0 : Math.abs(cell) >= 10 ? 1 : 2);

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** Linear between neighbours. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export const megabytes = (bytes: number): number => bytes / 1024 / 1024;
