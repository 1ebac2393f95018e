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
export const freshDatabase = (): Promise<FreshDatabase> => makeDatabase(`${template} strategy file_copy`);

/** An empty database, not migrated. */
export const emptyDatabase = (): Promise<FreshDatabase> => makeDatabase('template0');

async function makeDatabase(from: string): Promise<FreshDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`create database ${name} template ${from}`);
  return {
    name,
    adminUrl: databaseUrl(name),
    url: databaseUrl(name, login),
    drop: () => dropDatabase(name),
  };
}

/** The server hears of a closed connection a moment after we closed it; cut off in that moment, it would complain. */
async function dropDatabase(name: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      return await asSuperuser(`drop database if exists ${name}`);
    } catch (error) {
      if ((error as { code?: string }).code !== '55006') throw error; // object_in_use
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await asSuperuser(`drop database if exists ${name} with (force)`);
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
