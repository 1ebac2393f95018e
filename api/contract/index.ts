/** The whole contract: every operation of /api/v1. OpenAPI is made from it; of api, the editor imports only this folder. */
import { caseOperations } from './cases.js';
import { draftOperations } from './drafts.js';
import { enrollmentOperations } from './enrollments.js';
import { forecastOperations } from './forecasts.js';
import { journeyOperations } from './journeys.js';
import { pastRehearsalOperations } from './past-rehearsals.js';
import { pauseOperations } from './pauses.js';
import { rehearsalOperations } from './rehearsals.js';
import { versionOperations } from './versions.js';
import { businessOperations } from './business.js';
import { connectionsOperations } from './connections.js';
import { conversationOperations } from './conversations.js';
import { customersOperations } from './customers.js';
import { getEvent, listEvents, replayEvent, sendEvents } from './events.js';
import { feedbackOperations } from './feedback.js';
import { importOperations } from './imports.js';
import { keysOperations } from './keys.js';
import { messagesOperations } from './messages.js';
import { officeOperations } from './office.js';
import type { AnyOperation } from './operation.js';
import { peopleOperations } from './people.js';
import { placesOperations } from './places.js';
import { qrCodeOperations } from './qr-codes.js';
import { testMessageOperations } from './test-messages.js';

export const operations: readonly AnyOperation[] = [
  sendEvents,
  listEvents,
  getEvent,
  replayEvent,
  ...journeyOperations,
  ...draftOperations,
  ...versionOperations,
  ...forecastOperations,
  ...pauseOperations,
  ...rehearsalOperations,
  ...caseOperations,
  ...pastRehearsalOperations,
  ...enrollmentOperations,
  ...customersOperations,
  ...importOperations,
  ...messagesOperations,
  ...conversationOperations,
  ...testMessageOperations,
  ...feedbackOperations,
  ...connectionsOperations,
  ...businessOperations,
  ...placesOperations,
  ...qrCodeOperations,
  ...peopleOperations,
  ...keysOperations,
  ...officeOperations,
];
