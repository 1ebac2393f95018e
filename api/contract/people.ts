import { z } from 'zod';
import { business, emailAddress, newBusiness } from './business.js';
import { defineOperation } from './operation.js';
import { PERMISSIONS, ROLES } from './permissions.js';
import { id, idParams, instantOut, pageOf, pageQuery, words } from './shapes.js';

export const role = z.enum(ROLES, { error: `Choose one of ${ROLES.join(', ')}.` });
const password = z
  .string({ error: 'Give a password.' })
  .min(10, { error: 'Use at least 10 characters.' })
  .max(128, { error: 'Use at most 128 characters.' });

export const member = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    createdAt: instantOut,
  })
  .meta({ id: 'Member' });

export const invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role,
    invitedBy: z.string().nullable(),
    expiresAt: instantOut,
    createdAt: instantOut,
  })
  .meta({ id: 'Invitation' });

const invitationToken = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });

export const getSetUp = defineOperation({
  id: 'getSetUp',
  method: 'get',
  path: '/setup',
  tag: 'People',
  summary: 'Does this installation still need its first business?',
  permission: 'public',
  responses: { 200: z.object({ needed: z.boolean() }) },
});

export const setUp = defineOperation({
  id: 'setUp',
  method: 'post',
  path: '/setup',
  tag: 'People',
  summary: 'Make the first business and its owner',
  description:
    'Only while there is no business yet; 409 afterwards. Sign in at /api/auth/sign-in/email next.',
  permission: 'public',
  body: z.object({
    business: newBusiness,
    owner: z.object({ name: words(200), email: emailAddress, password }),
  }),
  responses: { 201: z.object({ business, member }) },
});

export const getMe = defineOperation({
  id: 'getMe',
  method: 'get',
  path: '/me',
  tag: 'People',
  summary: 'Who you are here and what you may do',
  permission: 'caller',
  responses: {
    200: z.object({
      kind: z.enum(['member', 'key']),
      id: z.string(),
      businessId: z.string(),
      role: role.nullable(),
      permissions: z.array(z.enum(PERMISSIONS)),
      businesses: z.array(z.object({ id: z.string(), name: z.string(), role })),
    }),
  },
});

export const listMembers = defineOperation({
  id: 'listMembers',
  method: 'get',
  path: '/members',
  tag: 'People',
  summary: 'Who signs in',
  permission: 'members:read',
  query: pageQuery,
  responses: { 200: pageOf(member) },
});

export const updateMember = defineOperation({
  id: 'updateMember',
  method: 'patch',
  path: '/members/:id',
  tag: 'People',
  summary: 'Give a member another role',
  description: 'Only an owner makes or unmakes an owner, and one owner always stays.',
  permission: 'members:write',
  params: idParams,
  body: z.object({ role }),
  responses: { 200: member },
});

export const removeMember = defineOperation({
  id: 'removeMember',
  method: 'delete',
  path: '/members/:id',
  tag: 'People',
  summary: 'Take a member’s access away',
  permission: 'members:write',
  params: idParams,
  responses: { 204: null },
});

export const listInvitations = defineOperation({
  id: 'listInvitations',
  method: 'get',
  path: '/invitations',
  tag: 'People',
  summary: 'Invitations nobody has answered yet',
  permission: 'members:read',
  query: pageQuery,
  responses: { 200: pageOf(invitation) },
});

export const invite = defineOperation({
  id: 'invite',
  method: 'post',
  path: '/invitations',
  tag: 'People',
  summary: 'Invite somebody by email',
  description: 'The link is emailed where that is possible and shown here once. It lasts seven days.',
  permission: 'members:write',
  body: z.object({ email: emailAddress, role }),
  responses: { 201: invitation.extend({ url: z.string(), token: z.string() }) },
});

export const revokeInvitation = defineOperation({
  id: 'revokeInvitation',
  method: 'delete',
  path: '/invitations/:id',
  tag: 'People',
  summary: 'Take an invitation back',
  permission: 'members:write',
  params: z.object({ id }),
  responses: { 204: null },
});

export const acceptInvitation = defineOperation({
  id: 'acceptInvitation',
  method: 'post',
  path: '/invitations/:token/acceptances',
  tag: 'People',
  summary: 'Join the business that invited you',
  description:
    'Somebody new gives a name and chooses a password; somebody who has an account under that email gives its password.',
  permission: 'public',
  params: invitationToken,
  body: z.object({ name: words(200).optional(), password }),
  responses: { 201: z.object({ businessId: z.string(), businessName: z.string(), member }) },
});

export const peopleOperations = [
  getSetUp,
  setUp,
  getMe,
  listMembers,
  updateMember,
  removeMember,
  listInvitations,
  invite,
  revokeInvitation,
  acceptInvitation,
];
