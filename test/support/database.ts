import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { instance, login, template } from './instance.js';

export interface FreshDatabase {
  /** As the product signs in: a login that must become one of the app's roles before it can read anything. */
  url: string;
  /** As the superuser, for arranging and for looking behind row-level security. */
  adminUrl: string;
  name: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A database of its own for one test file: a copy of the migrated template, made in a few milliseconds. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`create database ${name} template ${template} strategy file_copy`);
  const adminUrl = databaseUrl(name);
  return {
    name,
    adminUrl,
    url: databaseUrl(name, login),
    drop: () => asSuperuser(`drop database if exists ${name} with (force)`),
  };
}

/** An empty database, not migrated. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`create database ${name} template template0`);
  return {
    name,
    adminUrl: databaseUrl(name),
    url: databaseUrl(name, login),
    drop: () => asSuperuser(`drop database if exists ${name} with (force)`),
  };
}

function databaseUrl(name: string, as?: { name: string; password: string }): string {
  const url = new URL(instance().postgresUrl);
  url.pathname = `/${name}`;
  if (as) {
    url.username = as.name;
    url.password = as.password;
  }
  return url.href;
}

async function asSuperuser(statement: string) {
  const client = new pg.Client({ connectionString: instance().postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
