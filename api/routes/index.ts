import type { Route } from '../handle.js';
import { caseRoutes } from './cases.js';
import { draftRoutes } from './drafts.js';
import { enrollmentRoutes } from './enrollments.js';
import { forecastRoutes } from './forecasts.js';
import { journeyRoutes } from './journeys.js';
import { pastRehearsalRoutes } from './past-rehearsals.js';
import { pauseRoutes } from './pauses.js';
import { rehearsalRoutes } from './rehearsals.js';
import { versionRoutes } from './versions.js';
import { businessRoutes } from './business.js';
import { connectionsRoutes } from './connections.js';
import { conversationRoutes } from './conversations.js';
import { customersRoutes } from './customers.js';
import { eventRoutes } from './events.js';
import { feedbackRoutes } from './feedback.js';
import { importRoutes } from './imports.js';
import { keysRoutes } from './keys.js';
import { messagesRoutes } from './messages.js';
import { officeRoutes } from './office.js';
import { peopleRoutes } from './people.js';
import { placesRoutes } from './places.js';
import { qrCodeRoutes } from './qr-codes.js';
import { testMessageRoutes } from './test-messages.js';

/** Every route of /api/v1, a line per noun. */
export const routes: readonly Route[] = [
  ...eventRoutes,
  ...journeyRoutes,
  ...draftRoutes,
  ...versionRoutes,
  ...forecastRoutes,
  ...pauseRoutes,
  ...rehearsalRoutes,
  ...caseRoutes,
  ...pastRehearsalRoutes,
  ...enrollmentRoutes,
  ...customersRoutes,
  ...importRoutes,
  ...messagesRoutes,
  ...conversationRoutes,
  ...testMessageRoutes,
  ...feedbackRoutes,
  ...connectionsRoutes,
  ...businessRoutes,
  ...placesRoutes,
  ...qrCodeRoutes,
  ...peopleRoutes,
  ...keysRoutes,
  ...officeRoutes,
];
