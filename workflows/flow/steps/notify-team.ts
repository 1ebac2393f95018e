import { z } from 'zod';
import { defineStep } from './define-step.js';

export const TEAM_ROLES = ['owner', 'admin', 'manager', 'member', 'server'] as const;
const MEMBER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tell a member of the team, or everyone of a role. Never an address: people leave, roles stay. */
export const notifyTeam = defineStep({
  kind: 'notify_team',
  settings: z.object({
    to: z.string().refine((to) => (TEAM_ROLES as readonly string[]).includes(to) || MEMBER_ID.test(to), {
      error:
        'Choose a member of your team or a role (owner, admin, manager, member, server), not an address.',
    }),
    body: z
      .string()
      .refine((body) => body.trim() !== '', { error: 'Write what to tell them.' })
      .max(5000, { error: 'Keep the note under 5,000 characters.' }),
  }),
  exits: ['done'],
  effect: true,
});
