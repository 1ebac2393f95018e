import {
  IconChartBar,
  IconDatabaseExport,
  IconHome,
  IconKey,
  IconMessage2,
  IconMessages,
  IconMessageStar,
  IconPlugConnected,
  IconQrcode,
  IconRoute,
  IconSettings,
  IconUsers,
  IconUsersGroup,
  IconInbox,
  type Icon,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

type Load = () => Promise<{ default: ComponentType }>;

/**
 * Every page of the app and its address: one line each. A page is a module whose default export is its component;
 * it reads its own parameters with `useParams({ strict: false })` and its filters with `useSearch({ strict: false })`.
 * What has no line here has no address, and no place in the navigation.
 */
export const pages: Record<string, Load> = {
  '/': () => import('../pages/home.js'),
  '/welcome': () => import('../pages/welcome.js'),
  '/journeys': () => import('../pages/journeys.js'),
  '/journeys/$id': () => import('../pages/journey.js'),
  '/journeys/$id/versions': () => import('../publish/versions-page.js'),
  '/templates': () => import('../pages/templates.js'),
  '/customers': () => import('../pages/customers.js'),
  '/customers/$id': () => import('../pages/customer.js'),
  '/inbox': () => import('../pages/inbox.js'),
  '/inbox/$eventId': () => import('../pages/inbox.js'),
  '/conversations': () => import('../pages/conversations.js'),
  '/conversations/$id': () => import('../pages/conversations.js'),
  '/messages': () => import('../pages/messages.js'),
  '/feedback': () => import('../pages/feedback.js'),
  '/qr-codes': () => import('../pages/qr-codes.js'),
  '/results': () => import('../pages/results.js'),
  '/journeys/$id/results': () => import('../pages/results.js'),
  '/passages/$id': () => import('../watch/passage.js'),
  '/connections': () => import('../pages/connections.js'),
  '/team': () => import('../pages/team.js'),
  '/api-keys': () => import('../pages/api-keys.js'),
  '/data': () => import('../pages/data.js'),
  '/settings': () => import('../pages/settings.js'),
};

/** Pages outside the navigation's frame: nobody is signed in yet. */
export const openPages: Record<string, Load> = {
  '/sign-in': () => import('../pages/sign-in.js'),
  // As the e-mail that lets somebody choose a new password names it; the token is behind the #.
  '/reset-password': () => import('../pages/sign-in.js'),
  '/set-up': () => import('../pages/set-up.js'),
  '/join/$token': () => import('../pages/join.js'),
  // As invitations name it.
  '/invitations/$token': () => import('../pages/join.js'),
};

/** Pages that fill the screen beside the 56 px rail. */
export const fullPages: readonly string[] = ['/journeys/$id'];

interface Place {
  to: string;
  word:
    | 'home'
    | 'journeys'
    | 'customers'
    | 'inbox'
    | 'conversations'
    | 'messages'
    | 'feedback'
    | 'qrCodes'
    | 'results'
    | 'connections'
    | 'team'
    | 'apiKeys'
    | 'data'
    | 'settings';
  icon: Icon;
  /** Who may not read it does not see it. */
  permission: string;
}

const places: readonly Place[] = [
  { to: '/', word: 'home', icon: IconHome, permission: 'business:read' },
  { to: '/journeys', word: 'journeys', icon: IconRoute, permission: 'journeys:read' },
  { to: '/customers', word: 'customers', icon: IconUsers, permission: 'customers:read' },
  { to: '/inbox', word: 'inbox', icon: IconInbox, permission: 'events:read' },
  { to: '/conversations', word: 'conversations', icon: IconMessage2, permission: 'messages:read' },
  { to: '/feedback', word: 'feedback', icon: IconMessageStar, permission: 'feedback:read' },
  { to: '/qr-codes', word: 'qrCodes', icon: IconQrcode, permission: 'qr_codes:read' },
  { to: '/messages', word: 'messages', icon: IconMessages, permission: 'messages:read' },
  { to: '/results', word: 'results', icon: IconChartBar, permission: 'reports:read' },
  { to: '/connections', word: 'connections', icon: IconPlugConnected, permission: 'connections:read' },
  { to: '/team', word: 'team', icon: IconUsersGroup, permission: 'members:read' },
  { to: '/api-keys', word: 'apiKeys', icon: IconKey, permission: 'api_keys:read' },
  { to: '/data', word: 'data', icon: IconDatabaseExport, permission: 'customers:erase' },
  { to: '/settings', word: 'settings', icon: IconSettings, permission: 'business:read' },
];

/** The navigation: places whose page exists. */
export const navigation = places.filter(({ to }) => to in pages);
