/* Steps and flows as tests write them down: plain documents, checked when they are published. */

/** A text of the service, that goes on alike whether it could be sent or not. */
export const sms = (id: string, then: string | null, settings: object = {}) => ({
  id,
  kind: 'sms',
  settings: { purpose: 'service', body: `This is ${id}`, ...settings },
  exits: { sent: then, undeliverable: then },
});

/** `duration`: ISO 8601, as in `P2D`. */
export const wait = (id: string, duration: string, then: string | null) => ({
  id,
  kind: 'wait',
  settings: { duration },
  exits: { done: then },
});

/** A journey that begins when an event of this type comes in, and sends at any hour: tests run at every one. */
export const onEvent = (type: string, steps: readonly object[], rules: object = {}) => ({
  entry: { on: 'event', type },
  first: (steps[0] as { id: string }).id,
  steps,
  rules: { quietHours: null, ...rules },
});
