/** `npm run doctor`: what is wrong with this installation, and what to do. Exit code 1 when something is. */
import { readConfig, type LocalConfig } from './config.js';
import { examine } from './doctor/examine.js';
import { bad, type Finding } from './doctor/finding.js';

const marks = { ok: 'ok  ', warn: 'warn', bad: 'BAD ' };

const findings = await lookAtEverything();
for (const { level, what, advice } of findings) {
  process.stdout.write(`${marks[level]}  ${what}\n${advice ? `        ${advice}\n` : ''}`);
}
process.exitCode = findings.some(({ level }) => level === 'bad') ? 1 : 0;

async function lookAtEverything(): Promise<Finding[]> {
  let config: LocalConfig;
  try {
    config = readConfig();
  } catch (error) {
    return [bad((error as Error).message, 'docs/settings.md describes every setting.')];
  }
  return examine(config);
}
