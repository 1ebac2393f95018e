/** Temporal's entry: workflow functions and nothing else. */
export { enrollment } from './enrollment.js';
export { everyMinute, everyNight, everyTenMinutes } from './upkeep.js';
