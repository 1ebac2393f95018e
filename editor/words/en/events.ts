export { EVENT_LABELS as events } from '../../../workflows/flow/event-labels.js';
