/** `npm start`: the whole product on one machine, until it is told to stop. */
import { readConfig, type LocalConfig } from './config.js';
import type { InstanceFacts } from './instance-file.js';
import { startInstance, type Instance } from './instance.js';

// A closed terminal must not bring down what runs.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
// Nothing we or our children write is for other people of this machine.
process.umask(0o077);

const say = (line: string) => void process.stdout.write(line + '\n');

try {
  await run();
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function run() {
  const config = readConfig();
  const npmPid = config.underNpm ? process.ppid : null;
  const instance = startInstance(config, say, npmPid);
  stopWhenTold(instance, npmPid);
  try {
    const facts = await instance.ready;
    say(welcome(facts, config));
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

function stopWhenTold(instance: Instance, npmPid: number | null) {
  let told = false;
  const stop = (why: string) => {
    // Asked twice: leave at once. The keeper ends what we leave behind.
    if (told) process.exit(1);
    told = true;
    say(`\n${why}Stopping …`);
    void instance.stop().then(() => {
      say('Stopped.');
      process.exit(0);
    });
  };
  process.on('SIGINT', () => stop(''));
  process.on('SIGTERM', () => stop(''));
  process.on('SIGHUP', () => stop('The terminal was closed. '));
  // npm passes signals on, but when it is killed outright nobody tells us.
  if (npmPid) {
    setInterval(() => {
      if (!told && process.ppid !== npmPid) stop('The npm that started this is gone. ');
    }, 250).unref();
  }
}

function welcome(facts: InstanceFacts, { dataFolder, carriers }: LocalConfig): string {
  return [
    '',
    'Journeyman is running.',
    '',
    `  Open       ${facts.url}`,
    ...(facts.owner
      ? [`  Sign in    ${facts.owner.email}  password: ${facts.owner.password}`]
      : ['  Sign in    the first visit makes the owner']),
    `  Messages   ${facts.url}/messages (${whatLeaves(carriers)})`,
    ...(facts.apiKey ? [`  API key    ${facts.apiKey} (Authorization: Bearer …)`] : []),
    `  API        ${facts.url}/docs`,
    `  Data       ${dataFolder} (scripts read instance.json there)`,
    '',
    'Stop with Ctrl-C.',
  ].join('\n');
}

function whatLeaves({ email, sms }: LocalConfig['carriers']): string {
  if (email === 'outbox' && sms === 'outbox') return 'kept here; nothing leaves until a provider is set';
  const by = (what: string, carrier: string) =>
    carrier === 'outbox' ? `${what} are kept here` : `${what} leave by ${carrier}`;
  return `${by('emails', email)}, ${by('texts', sms)}`;
}
