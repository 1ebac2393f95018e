import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { ask } from './support/ask.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('the demo tells line by line how a signed delivery becomes a rating in the timeline', async () => {
  const { exitCode, lines, complaint } = await command('demo');
  expect({ exitCode, complaint }).toEqual({ exitCode: 0, complaint: '' });
  expect(lines).toEqual(
    [
      /^Published the journey “Demo \d+”, version 1: email, wait, text, wait, ask for a rating\.$/,
      /^Posted a signed delivery: Olga Petrova’s boiler repair is finished\. It was accepted \(202\)\.$/,
      /^ {2}enrolled: /,
      /^ {2}thanks: email to olga\.\d+@example\.com: “Thank you, Olga” \(sent\)$/,
      /^ {2}thanks → sent: /,
      /^ {2}pause: Waiting until /,
      /^ {2}pause → done: /,
      /^ {2}check: sms to \+1\d{3}55501\d{2}: “Hello Olga, is all well with the boiler repair\?.*” \(sent\)$/,
      /^ {2}check → sent: /,
      /^ {2}rest: Waiting until /,
      /^ {2}rest → done: /,
      /^ {2}ask: sms to \+1\d{3}55501\d{2}: “How did we do\?.*\/r\/[\w-]{22}” \(sent\)$/,
      /^ {2}ask → sent: /,
      /^ {2}ended: /,
      /^The customer opened the link and gave 5 stars\.$/,
      /^The rating is in the timeline: 5 stars, “On time, tidy, and the heating purrs\.”\.$/,
      /^Done in \d+ seconds\. The journey takes nobody else in, and stands under the archived ones\.$/,
    ].map((line) => expect.stringMatching(line)),
  );

  const { items } = await ask<{ items: { name: string; status: string }[] }>('GET', '/journeys');
  const [, name] = /“(Demo \d+)”/.exec(lines[0]!)!;
  expect(items.find((journey) => journey.name === name)).toMatchObject({ status: 'archived' });
});

interface Told {
  exitCode: number | null;
  /** Without the seconds that had gone by. */
  lines: string[];
  complaint: string;
}

/** Run a command of package.json against the product of this run, as somebody in another terminal would. */
async function command(name: string): Promise<Told> {
  const child = spawn('npm', ['run', '--silent', name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = said.trimEnd().split('\n');
  return { exitCode, lines: lines.map((line) => line.replace(/^ *[\d.]+ s {2}/, '')), complaint };
}
