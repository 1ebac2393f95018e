import { audit } from '../../db/audit.js';
import { anyBusiness, anyBusinessForSetUp, insertBusiness } from '../../db/businesses.js';
import {
  findInvitation,
  insertInvitation,
  listInvitations,
  resolveInvitation,
  revokeInvitation,
  useInvitation,
  type InvitationRow,
} from '../../db/invitations.js';
import {
  changeRole,
  findMemberForChange,
  insertMember,
  listMembers,
  lockOwners,
  membershipsOf,
  removeMember,
  type MemberRow,
} from '../../db/members.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { hashToken, newPublicToken } from '../../lib/tokens.js';
import { act } from '../act.js';
import type { Person } from '../auth/identity.js';
import { callerMay, type Caller } from '../caller.js';
import * as contract from '../contract/people.js';
import { PERMISSIONS, type Role } from '../contract/permissions.js';
import type { ApiDeps } from '../deps.js';
import { handle, type Route } from '../handle.js';
import { iso } from '../instant.js';
import { found } from '../missing.js';
import { afterCursor, page } from '../pagination.js';
import { showBusiness } from './business.js';

const INVITATION_DAYS = 7;

export const peopleRoutes: Route[] = [
  handle(contract.getSetUp, async (_asked, { database }) => ({
    status: 200,
    body: { needed: !(await anyBusiness(database)) },
  })),

  handle(contract.setUp, async ({ body, ip }, deps) => {
    await deps.limits.unauthenticated(ip);
    if (await anyBusiness(deps.database)) throw alreadySetUp();
    const owner = await deps.identity.createUser(body.owner);
    if (!owner) throw new Problem('conflict', 'Somebody signs in with that email address already.');
    const businessId = newId();
    try {
      const made = await withBusiness(deps.database, { businessId, actor: 'system' }, async (tx) => {
        if (await anyBusinessForSetUp(tx)) throw alreadySetUp();
        const business = await insertBusiness(tx, body.business);
        const member = await insertMember(tx, joining(owner, 'owner'));
        audit(tx, { action: 'business.created', targetKind: 'business', targetId: businessId });
        return { business: showBusiness(business, deps), member: showMember(member!) };
      });
      return { status: 201, body: made };
    } catch (error) {
      // Nobody may be left who can sign in and belongs nowhere.
      await deps.identity.forgetUser(owner.id);
      throw error;
    }
  }),

  handle(contract.getMe, async ({ caller }, { database }) => ({
    status: 200,
    body: {
      kind: caller.kind,
      id: caller.kind === 'key' ? caller.keyId : caller.memberId,
      businessId: caller.businessId,
      role: caller.kind === 'key' ? null : caller.role,
      permissions: PERMISSIONS.filter((permission) => callerMay(caller, permission)),
      businesses:
        caller.kind === 'key'
          ? []
          : (await membershipsOf(database, caller.userId)).map((membership) => ({
              id: membership.businessId,
              name: membership.businessName,
              role: membership.role as Role,
            })),
    },
  })),

  handle(contract.listMembers, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) => listMembers(tx, afterCursor(query.cursor), query.limit + 1));
    return { status: 200, body: page(rows, query.limit, showMember) };
  }),

  handle(contract.updateMember, async ({ caller, params, body }, deps) => {
    const changed = await act(deps, caller, async (tx) => {
      const member = await memberToChange(tx, caller, params.id, body.role);
      if (member.role === 'owner' && body.role !== 'owner') await refuseLastOwner(tx);
      audit(tx, {
        action: 'member.role_changed',
        targetKind: 'member',
        targetId: member.id,
        detail: { from: member.role, to: body.role },
      });
      return changeRole(tx, member.id, body.role);
    });
    return { status: 200, body: showMember(changed) };
  }),

  handle(contract.removeMember, async ({ caller, params, now }, deps) => {
    await act(deps, caller, async (tx) => {
      const member = await memberToChange(tx, caller, params.id);
      if (member.role === 'owner') await refuseLastOwner(tx);
      audit(tx, { action: 'member.removed', targetKind: 'member', targetId: member.id });
      await removeMember(tx, member.id, now);
    });
    return { status: 204 };
  }),

  handle(contract.listInvitations, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) =>
      listInvitations(tx, afterCursor(query.cursor), query.limit + 1),
    );
    return { status: 200, body: page(rows, query.limit, showInvitation) };
  }),

  handle(contract.invite, async ({ caller, body, now }, deps) => {
    refuseToMakeOwners(caller, body.role);
    const { token, hash } = newPublicToken();
    const made = await act(deps, caller, async (tx) => {
      const invitation = await insertInvitation(tx, {
        email: body.email.toLowerCase(),
        role: body.role,
        hash,
        invitedBy: caller.kind === 'member' ? caller.memberId : null,
        expiresAt: new Date(now.getTime() + INVITATION_DAYS * 86_400_000),
      });
      audit(tx, {
        action: 'invitation.created',
        targetKind: 'invitation',
        targetId: invitation.id,
        detail: { role: body.role },
      });
      return invitation;
    });
    const url = `${deps.config.publicUrl}/invitations/${token}`;
    tell(deps, made, url);
    return { status: 201, body: { ...showInvitation(made), url, token } };
  }),

  handle(contract.revokeInvitation, async ({ caller, params, now }, deps) => {
    await act(deps, caller, async (tx) => {
      const invitation = found(await findInvitation(tx, params.id), 'invitation');
      refuseToMakeOwners(caller, invitation.role as Role);
      await revokeInvitation(tx, invitation.id, now);
      audit(tx, { action: 'invitation.revoked', targetKind: 'invitation', targetId: invitation.id });
    });
    return { status: 204 };
  }),

  handle(contract.acceptInvitation, async ({ params, body, now, ip }, deps) => {
    await deps.limits.unauthenticated(ip);
    const invitation = found(
      await resolveInvitation(deps.database, hashToken(params.token)),
      'invitation; it may have been used or taken back',
    );
    if (invitation.expiresAt <= now) {
      throw new Problem('gone', 'This invitation has expired. Ask for a new one.');
    }
    const { person, isNew } = await whoAccepts(invitation.email, body, ip, deps);
    const context = { businessId: invitation.businessId, actor: 'system' };
    try {
      const member = await withBusiness(deps.database, context, async (tx) => {
        if (!(await useInvitation(tx, invitation.id, now))) {
          throw new Problem('gone', 'This invitation was used or taken back a moment ago.');
        }
        const joined = await insertMember(tx, joining(person, invitation.role as Role));
        if (!joined) throw new Problem('conflict', 'You belong to this business already. Just sign in.');
        audit(tx, {
          action: 'invitation.accepted',
          targetKind: 'member',
          targetId: joined.id,
          detail: { invitationId: invitation.id },
        });
        return joined;
      });
      return {
        status: 201,
        body: {
          businessId: invitation.businessId,
          businessName: invitation.businessName,
          member: showMember(member),
        },
      };
    } catch (error) {
      if (isNew) await deps.identity.forgetUser(person.id);
      throw error;
    }
  }),
];

const joining = (person: Person, role: Role) => ({
  userId: person.id,
  email: person.email,
  name: person.name,
  role,
});

/** The person behind an invitation: a new one, or one who proves it with the password they have. */
async function whoAccepts(
  email: string,
  body: { name?: string | undefined; password: string },
  ip: string,
  { identity, limits }: ApiDeps,
): Promise<{ person: Person; isNew: boolean }> {
  if (await identity.isKnown(email)) {
    await limits.signIn(email, ip, null);
    const person = await identity.checkPassword(email, body.password);
    if (!person) {
      throw new Problem(
        'unauthenticated',
        'You have an account under this email address; that is not its password.',
      );
    }
    await limits.signedIn(email, null);
    return { person, isNew: false };
  }
  if (!body.name) {
    const message = 'Say your name.';
    throw new Problem('invalid', message, { errors: [{ path: 'name', message }] });
  }
  const person = await identity.createUser({ email, name: body.name, password: body.password });
  if (!person)
    throw new Problem('conflict', 'Somebody made an account with this address just now. Try again.');
  return { person, isNew: true };
}

async function memberToChange(
  tx: BusinessTransaction,
  caller: Caller,
  id: string,
  becomes?: Role,
): Promise<MemberRow> {
  const member = found(await findMemberForChange(tx, id), 'member');
  refuseToMakeOwners(caller, member.role as Role);
  if (becomes) refuseToMakeOwners(caller, becomes);
  return member;
}

/** Owners are made and unmade by owners only, or a key could outgrow the admin who made it. */
function refuseToMakeOwners(caller: Caller, role: Role) {
  if (role !== 'owner' || (caller.kind === 'member' && caller.role === 'owner')) return;
  throw new Problem('forbidden', 'Only an owner who is signed in can do this with an owner.');
}

async function refuseLastOwner(tx: BusinessTransaction) {
  if ((await lockOwners(tx)).length > 1) return;
  throw new Problem('conflict', 'A business needs an owner. Make somebody else an owner first.');
}

/** Whoever invites gets the link too, so an e-mail that does not go out stops nobody. */
function tell(deps: ApiDeps, invitation: InvitationRow, url: string) {
  deps
    .sendSystemEmail({
      to: invitation.email,
      subject: 'You are invited to Journeyman',
      text: `You have been invited to join a business on Journeyman as ${invitation.role}.\n\nAccept within ${INVITATION_DAYS} days:\n${url}\n`,
    })
    .catch((error: unknown) => deps.log.warn({ err: error }, 'An invitation could not be emailed'));
}

const alreadySetUp = () =>
  new Problem('conflict', 'This installation has been set up. Ask its owner to invite you.');

const showMember = ({ id, name, email, role, createdAt }: MemberRow) => ({
  id,
  name,
  email,
  role: role as Role,
  createdAt: iso(createdAt),
});

const showInvitation = ({ id, email, role, invitedBy, expiresAt, createdAt }: InvitationRow) => ({
  id,
  email,
  role: role as Role,
  invitedBy,
  expiresAt: iso(expiresAt),
  createdAt: iso(createdAt),
});
