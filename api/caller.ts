import { Problem } from '../lib/problem.js';
import { roleAllows, scopesAllow, type Permission, type Role } from './contract/permissions.js';

/** Who asks, and for which business. `actor` is what audit rows and timelines name. */
export type Caller =
  | { kind: 'key'; businessId: string; actor: string; keyId: string; scopes: readonly string[] }
  | {
      kind: 'member';
      businessId: string;
      actor: string;
      memberId: string;
      userId: string;
      role: Role;
    };

export const callerMay = (caller: Caller, permission: Permission): boolean =>
  caller.kind === 'key' ? scopesAllow(caller.scopes, permission) : roleAllows(caller.role, permission);

/** Throws `forbidden` in words that say what is missing. */
export function refuseUnless(caller: Caller, permission: Permission | 'caller'): void {
  if (permission === 'caller' || callerMay(caller, permission)) return;
  throw new Problem(
    'forbidden',
    caller.kind === 'key'
      ? `This API key has no scope ${permission}. Make a key that has it.`
      : `Your role, ${caller.role}, does not allow this. Ask an owner or admin of the business.`,
  );
}
