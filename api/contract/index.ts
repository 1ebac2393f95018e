export { PERMISSIONS, ROLES, roleAllows, type Permission, type Role, type Scope } from './permissions.js';
