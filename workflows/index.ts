/** Temporal's entry: workflow functions and nothing else. */
export { enrollment } from './enrollment.js';
export { everyHour, everyMinute, everyNight } from './upkeep.js';
