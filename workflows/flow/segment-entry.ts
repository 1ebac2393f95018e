import type { Instant } from './instant.js';

/** The event by which somebody who has come to fit a description enters the inbox; meant for the one journey it begins. */
export const SEGMENT_ENTERED = 'custom_segment_entered';

/** Under which key they enter it, once each time. */
export const segmentEntryKey = (journeyId: string, customerId: string, at: Instant): string =>
  `segment:${journeyId}:${customerId}:${at}`;
