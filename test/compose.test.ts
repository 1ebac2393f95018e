import { expect, test } from '@jest/globals';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../', import.meta.url));

interface Service {
  image?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};

test('production is PostgreSQL, Temporal with schema, namespace and UI, migrations, API and worker', () => {
  expect(services.map(([name]) => name)).toEqual([
    'postgres',
    'temporal-schema',
    'temporal',
    'temporal-namespace',
    'temporal-ui',
    'migrate',
    'api',
    'worker',
  ]);
});

test('every image has a version, and none of the retired ones is used', () => {
  const images = services.map(([, service]) => service.image).filter((image) => image !== 'journeyman');
  expect(images.filter((image) => !/^[\w./-]+:\d[\w.-]*$/.test(image ?? ''))).toEqual([]);
  expect(images.filter((image) => image?.includes('auto-setup'))).toEqual([]);
});

test('what the containers run is what the build makes', () => {
  for (const [name, service] of services.filter(([, { image }]) => image === 'journeyman')) {
    const program = service.command?.at(-1) ?? '';
    expect(program).toMatch(/^dist\/.+\.js$/);
    const source = program.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect(existsSync(path.join(root, source))).toBe(true);
    expect(manifest.scripts[name]).toContain(source);
  }
  const run = /CMD \[.*"dist\/(.+)\.js"\]/.exec(dockerfile)?.[1];
  expect(existsSync(path.join(root, `${run}.ts`))).toBe(true);
});

test('files that containers mount are in the repository, and scripts among them may be run', () => {
  const mounted = services
    .flatMap(([, { volumes = [] }]) => volumes)
    .filter((volume) => volume.startsWith('./'));
  expect(mounted.length).toBeGreaterThan(0);
  for (const file of mounted.map((volume) => path.join(root, volume.split(':')[0] ?? ''))) {
    expect(existsSync(file)).toBe(true);
    if (file.endsWith('.sh')) expect(statSync(file).mode & 0o111).toBe(0o111);
  }
});

test('services wait for what they need, and only for services that can tell', () => {
  for (const [, { depends_on: needs = {} }] of services) {
    for (const [name, { condition }] of Object.entries(needs)) {
      const needed = compose.services[name];
      expect(needed).toBeDefined();
      if (condition === 'service_healthy') expect(needed?.healthcheck?.test.length).toBeGreaterThan(0);
    }
  }
  expect(compose.services.api?.depends_on).toHaveProperty('migrate');
  expect(compose.services.api?.depends_on).not.toHaveProperty('temporal'); // it takes events while Temporal is down
  expect(compose.services.worker?.depends_on).toHaveProperty('temporal-namespace');
});

test('no secret stands in the file, and a missing one stops the start', () => {
  const settings = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
  const secrets = settings.filter(([name]) => /PASSWORD|PWD|SECRET|TOKEN|_KEY|DATABASE_URL/.test(name));
  expect(secrets.length).toBeGreaterThan(8);
  expect(secrets.filter(([, value]) => !/\$\{\w+:[?-]/.test(value))).toEqual([]);
  expect(text).toMatch(/SECRETS_KEY: \$\{SECRETS_KEY:\?/);
});

test('every setting a person must give is in .env.example, and nothing else is', () => {
  const asked = new Set([...text.matchAll(/\$\{(\w+):/g)].map((match) => match[1]));
  const offered = new Set([...read('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm)].map((match) => match[1]));
  expect([...asked].filter((name) => !offered.has(name))).toEqual([]);
  expect([...offered].filter((name) => !asked.has(name))).toEqual([]);
});

test('the API and the worker sign in as a login that owns nothing', () => {
  for (const name of ['api', 'worker']) {
    expect(compose.services[name]?.environment?.DATABASE_URL).toMatch(/^postgres:\/\/journeyman:/);
  }
  expect(compose.services.migrate?.environment?.SECRETS_KEY).toBeUndefined();
});

test('nothing but this host can reach a port without a proxy in front', () => {
  const ports = services.flatMap(([, { ports: open = [] }]) => open);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('the image runs without root, on a Node that the code supports', () => {
  const stages = dockerfile.split(/^FROM /m);
  expect(stages.at(-1)).toMatch(/^USER node$/m);
  const version = Number(/^FROM node:(\d+)/m.exec(dockerfile)?.[1]);
  expect(version).toBeGreaterThanOrEqual(Number(/\d+/.exec(manifest.engines.node)?.[0]));
});

test('what the image copies by name exists', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
    (match[1] ?? '').split(' '),
  );
  expect(copied.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
