import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Whom PostgreSQL runs as. It refuses to run as root, so root needs somebody else. */
export interface Account {
  uid: number;
  gid: number;
}

/** The account for a server that must not be root; null when we are an ordinary user and simply stay who we are. */
export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  return (
    findAccount('postgres') ??
    createAccount('postgres') ??
    findAccount('nobody') ?? { uid: 65534, gid: 65534 }
  );
}

/**
 * The command that runs `command` as `account`, even from folders that account may not enter.
 *
 * A checkout under /root is closed to everybody else. Where a path is closed, Linux's `setpriv` keeps the one
 * capability that opens it; without it the caller is told which folder is in the way.
 */
export function commandAs(
  account: Account,
  command: string,
  args: string[],
  paths: string[],
): [string, string[]] {
  const closed = paths.map((each) => closedFolder(each, account)).find(Boolean);
  if (!closed) return [command, args];
  if (!hasSetpriv()) {
    throw new Error(
      `PostgreSQL does not run as root, and the account it runs as instead may not enter ${closed}. ` +
        'Run this as an ordinary user, or move the folder to a place that others may enter (and set JOURNEYMAN_DATA likewise).',
    );
  }
  return [
    'setpriv',
    [
      `--reuid=${account.uid}`,
      `--regid=${account.gid}`,
      '--clear-groups',
      // Without this, access() drops the capability for its check, and initdb finds no program it may run.
      '--securebits=+no_setuid_fixup',
      '--inh-caps=-all,+dac_override,+dac_read_search',
      '--ambient-caps=+dac_override,+dac_read_search',
      command,
      ...args,
    ],
  ];
}

function closedFolder(file: string, { uid, gid }: Account): string | undefined {
  let folder = path.dirname(path.resolve(file));
  for (;;) {
    const { mode, uid: owner, gid: group } = lstatSync(folder);
    const enter = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if (!(mode & enter)) return folder;
    if (folder === path.dirname(folder)) return undefined;
    folder = path.dirname(folder);
  }
}

function findAccount(name: string): Account | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((each) => each.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
  } catch {
    return undefined;
  }
}

function createAccount(name: string): Account | undefined {
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name],
      {
        stdio: 'ignore',
      },
    );
  } catch {
    // No useradd (Alpine), or a read-only system: another account will do.
  }
  return findAccount(name);
}

function hasSetpriv(): boolean {
  return spawnSync('setpriv', ['--ambient-caps=-all', 'true'], { stdio: 'ignore' }).status === 0;
}
