/**
 * `npm run chaos`: the whole product under load while its processes are killed with SIGKILL in random order, and then
 * the books are compared: what was accepted, what is in the inbox, who went through the journey, what the ledger says,
 * and what really reached the provider. Exits with 1 when anything was lost or sent twice.
 *
 * `--kills N` (30) in all, `--seed N`, `--rate N` deliveries a second (4). `--troubles` adds what is worse than a kill to
 * each half: two processes killed at once, PostgreSQL hanging for 30 seconds, a disk that is full for 20, and Temporal
 * gone for two minutes.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runPhase, type PhaseResult } from './phase.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '4' },
    troubles: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const kills = Number(values.kills);
const phases = [
  {
    name: 'provider that takes an idempotency key',
    provider: 'resend' as const,
    kills: Math.ceil(kills / 2),
  },
  { name: 'provider that takes none', provider: 'postmark' as const, kills: Math.floor(kills / 2) },
];

process.stdout.write(`Seed ${seed}\n`);
const results: PhaseResult[] = [];
for (const [index, phase] of phases.entries()) {
  const folder = await mkdtemp(path.join(os.tmpdir(), `journeyman-chaos-${randomUUID().slice(0, 8)}-`));
  await chmod(folder, 0o755);
  try {
    results.push(
      await runPhase({
        ...phase,
        folder,
        seed: seed + index,
        rate: Number(values.rate),
        troubles: values.troubles,
        say: (line) => process.stdout.write(`${line}\n`),
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let broken = false;
for (const result of results) {
  process.stdout.write(`\n${result.name}\n`);
  for (const [what, figure] of Object.entries(result.figures)) {
    process.stdout.write(`  ${what.padEnd(46)} ${String(figure).padStart(6)}\n`);
  }
  for (const breach of result.breaches) {
    broken = true;
    process.stdout.write(`  BROKEN: ${breach}\n`);
  }
}
process.stdout.write(
  broken ? `\nBroken. Repeat with --seed ${seed}\n` : '\nNothing lost, nothing sent twice.\n',
);
process.exit(broken ? 1 : 0);
