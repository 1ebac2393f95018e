/** What a member may be. `server` is a side branch: the floor of a restaurant, not the office. */
export const ROLES = ['owner', 'admin', 'manager', 'member', 'server'] as const;
export type Role = (typeof ROLES)[number];

const officeRead = ['owner', 'admin', 'manager', 'member'] as const;
const managers = ['owner', 'admin', 'manager'] as const;
const admins = ['owner', 'admin'] as const;
const owners = ['owner'] as const;

/** Which roles may do what. An API key's scopes are these same names, or `*` for all of them. */
const ROLES_OF = {
  'business:read': ROLES,
  'business:write': admins,
  'business:delete': owners,
  'members:read': managers,
  'members:write': admins,
  'locations:read': ROLES,
  'locations:write': managers,
  'staff:read': ROLES,
  'staff:write': managers,
  'api_keys:read': admins,
  'api_keys:write': admins,
  'connections:read': managers,
  'connections:write': admins,
  'audit:read': admins,
  'events:read': officeRead,
  'events:write': officeRead,
  'events:replay': managers,
  'journeys:read': officeRead,
  'journeys:write': managers,
  'journeys:publish': managers,
  'enrollments:read': officeRead,
  'enrollments:write': officeRead,
  'customers:read': officeRead,
  'customers:write': officeRead,
  'customers:erase': admins,
  'imports:read': managers,
  'imports:write': managers,
  'messages:read': officeRead,
  'messages:write': officeRead,
  'feedback:read': officeRead,
  'feedback:write': officeRead,
  'qr_codes:read': officeRead,
  'qr_codes:write': managers,
  'reports:read': officeRead,
  'notices:read': ROLES,
  'notices:write': ROLES,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof ROLES_OF;
export const PERMISSIONS = Object.keys(ROLES_OF) as [Permission, ...Permission[]];

/** What a key may be given: single permissions, or everything. */
export type Scope = Permission | '*';

export const roleAllows = (role: Role, permission: Permission): boolean =>
  (ROLES_OF[permission] as readonly Role[]).includes(role);

export const scopesAllow = (scopes: readonly string[], permission: Permission): boolean =>
  scopes.includes('*') || scopes.includes(permission);
