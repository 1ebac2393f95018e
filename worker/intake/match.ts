import { reason } from '../../workflows/flow/reasons.js';
import { judgeEntry } from './judge-entry.js';
import { judgeInside } from './judge-inside.js';
import { verdict, type MatchInput, type MatchResult } from './verdicts.js';

/**
 * The verdict of every journey an event concerns: first on the people inside (a goal or stop rule ends them, a listener
 * wakes, a date moves), then on who may come in. Every journey considered leaves at least one verdict with its reason.
 */
export function match(input: MatchInput): MatchResult {
  const result: MatchResult = { ended: [], enrollments: [], merged: [], queued: [], mail: [], matches: [] };
  const touched = new Set<string>();
  for (const enrollment of input.live) {
    if (input.journeyId !== null && input.journeyId !== enrollment.journey_id) continue;
    if (judgeInside(enrollment, input, result)) touched.add(enrollment.journey_id);
  }
  for (const journey of input.journeys) {
    if (journey.roles.includes('entry') || input.journeyId === journey.journey_id) {
      judgeEntry(journey, input, result);
    } else if (!touched.has(journey.journey_id)) {
      verdict(result, journey.journey_id, null, 'ignored', 'nobody_inside', {
        message: reason('nobody_inside').message,
      });
    }
  }
  return result;
}
