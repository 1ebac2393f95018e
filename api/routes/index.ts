import type { Route } from '../handle.js';

/** Every route of /api/v1, a line per noun. */
export const routes: readonly Route[] = [];
