import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isRefusal } from '../api/refusal.js';
import { me, queryClient } from '../api/queries.js';
import { forgetBusiness } from '../api/session.js';
import { BrokenPage } from './broken.js';
import { Frame } from './frame.js';
import { NotFound } from './not-found.js';
import { openPages, pages } from './routes.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: BrokenPage });

/** Everything behind the door: who is not signed in goes to sign in, and comes back here afterwards. */
const inside = createRoute({
  id: 'inside',
  getParentRoute: () => root,
  component: Frame,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(me);
    } catch (error) {
      if (isRefusal(error, 'unauthenticated')) {
        throw redirect({ to: '/sign-in', search: { to: location.href } });
      }
      // The business chosen last time on this device is gone, or was somebody else's.
      if (isRefusal(error, 'not_found') && forgetBusiness()) {
        await queryClient.fetchQuery(me).catch(() => {});
        return;
      }
      // Who belongs to no business any more is told so by the frame.
      if (isRefusal(error, 'forbidden')) return;
      throw error;
    }
  },
});

const routeTree = root.addChildren([
  ...Object.entries(openPages).map(([path, load]) =>
    createRoute({ path, getParentRoute: () => root, component: lazyRouteComponent(load) }),
  ),
  inside.addChildren(
    Object.entries(pages).map(([path, load]) =>
      createRoute({
        path,
        getParentRoute: () => inside,
        component: lazyRouteComponent(load),
        errorComponent: BrokenPage,
      }),
    ),
  ),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
});
