/** What kind of value a field holds; `cents` is money in the smallest unit. */
export type FieldType = 'text' | 'number' | 'cents' | 'date' | 'instant' | 'yes_no' | 'list';

export interface Field {
  /** Where it is found: `event.data.totalCents`. */
  path: string;
  /** What owners call it. */
  label: string;
  type: FieldType;
  example: unknown;
  /** Can it be missing? Then a message should give a default. */
  optional: boolean;
  /** Only for messages (links), not for checks. */
  onlyInMessages?: boolean;
}

const field = (path: string, label: string, type: FieldType, example: unknown, optional = true): Field => ({
  path,
  label,
  type,
  example,
  optional,
});

const link = (path: string, label: string, example: string, optional = false): Field => ({
  ...field(path, label, 'text', example, optional),
  onlyInMessages: true,
});

/** Fields that every journey has, whatever began it. */
export const COMMON_FIELDS: readonly Field[] = [
  field('customer.firstName', 'First name', 'text', 'Ana'),
  field('customer.lastName', 'Last name', 'text', 'Ruiz'),
  field('customer.name', 'Name', 'text', 'Ana Ruiz'),
  field('customer.email', 'Email address', 'text', 'ana@example.com'),
  field('customer.phone', 'Phone number', 'text', '+34600111222'),
  field('customer.locale', 'Language', 'text', 'es'),
  field('customer.timezone', 'Time zone', 'text', 'Europe/Madrid'),
  field('customer.externalId', 'Customer number', 'text', 'c-17'),
  field('customer.tags', 'Tags', 'list', ['vip'], false),
  field('business.name', 'Business name', 'text', 'Lopez Plumbing', false),
  field('business.timezone', 'Time zone of the business', 'text', 'Europe/Madrid', false),
  field('business.locale', 'Language of the business', 'text', 'en', false),
  field('business.phone', 'Phone number of the business', 'text', '+34910000000'),
  field('business.email', 'Email address of the business', 'text', 'hello@example.com'),
  field('business.website', 'Website of the business', 'text', 'https://example.com'),
  field('business.address', 'Address of the business', 'text', 'Calle Mayor 1, Madrid'),
  field('subject.kind', 'Kind of what it is about', 'text', 'job'),
  field('subject.id', 'Number of what it is about', 'text', '8841'),
  field('event.type', 'What happened', 'text', 'job_completed', false),
  field('event.occurredAt', 'When it happened', 'instant', '2026-11-20T15:04:05Z', false),
  field('staff.name', 'Who did the work', 'text', 'Marta'),
  field('staff.externalId', 'Number of who did the work', 'text', 't-4'),
  field('location.name', 'Place', 'text', 'Main street'),
  field('location.externalId', 'Number of the place', 'text', 'main'),
  field('answers.rating', 'Rating', 'number', 5),
  field('answers.comment', 'Words with the rating', 'text', 'Very tidy work'),
  field('answers.wantsCall', 'Wants a call', 'yes_no', false),
  link('ratingLink', 'Link to rate you', 'https://example.com/r/…'),
  link('reviewLink', 'Link to rate you', 'https://example.com/r/…'),
  link('publicReviewLink', 'Link to your public reviews', 'https://example.com/reviews', true),
  link('unsubscribeLink', 'Link to unsubscribe', 'https://example.com/u/…'),
  link('whyLink', 'Link to “why am I getting this”', 'https://example.com/why/…'),
];

const job: Field[] = [
  field('event.data.totalCents', 'Total', 'cents', 12500),
  field('event.data.currency', 'Currency', 'text', 'EUR'),
  field('event.data.service', 'Service', 'text', 'Boiler repair'),
  field('event.data.jobNumber', 'Job number', 'text', '8841'),
  field('event.data.startsAt', 'Start of the job', 'instant', '2026-11-24T09:00:00Z'),
  field('event.data.endsAt', 'End of the job', 'instant', '2026-11-24T11:00:00Z'),
  field('event.data.address', 'Address of the job', 'text', 'Calle Mayor 1'),
];
const estimate: Field[] = [
  field('event.data.totalCents', 'Total', 'cents', 48000),
  field('event.data.currency', 'Currency', 'text', 'EUR'),
  field('event.data.service', 'Service', 'text', 'New boiler'),
  field('event.data.estimateNumber', 'Estimate number', 'text', 'E-204'),
  field('event.data.expiresAt', 'Valid until', 'instant', '2026-12-20T00:00:00Z'),
];
const invoice: Field[] = [
  field('event.data.totalCents', 'Total', 'cents', 12500),
  field('event.data.balanceCents', 'Still to pay', 'cents', 12500),
  field('event.data.currency', 'Currency', 'text', 'EUR'),
  field('event.data.invoiceNumber', 'Invoice number', 'text', 'F-1007'),
  field('event.data.dueDate', 'Due date', 'date', '2026-12-04'),
  field('event.data.service', 'Service', 'text', 'Boiler repair'),
  field('event.data.paymentUrl', 'Link to pay', 'text', 'https://example.com/pay'),
];
const payment: Field[] = [
  field('event.data.amountCents', 'Amount', 'cents', 12500),
  field('event.data.totalCents', 'Total', 'cents', 12500),
  field('event.data.currency', 'Currency', 'text', 'EUR'),
  field('event.data.method', 'How it was paid', 'text', 'card'),
  field('event.data.invoiceNumber', 'Invoice number', 'text', 'F-1007'),
];
const reservation: Field[] = [
  field('event.data.startsAt', 'Time of the reservation', 'instant', '2026-11-28T20:30:00Z'),
  field('event.data.endsAt', 'End of the reservation', 'instant', '2026-11-28T22:30:00Z'),
  field('event.data.date', 'Date of the reservation', 'date', '2026-11-28'),
  field('event.data.time', 'Hour of the reservation', 'text', '20:30'),
  field('event.data.partySize', 'Party size', 'number', 4),
  field('event.data.table', 'Table', 'text', '12'),
  field('event.data.confirmLink', 'Link to confirm', 'text', 'https://example.com/confirm'),
];
const stay: Field[] = [
  field('event.data.checkInDate', 'Arrival', 'date', '2026-11-24'),
  field('event.data.checkOutDate', 'Departure', 'date', '2026-11-27'),
  field('event.data.room', 'Room', 'text', '204'),
  field('event.data.nights', 'Nights', 'number', 3),
  field('event.data.totalCents', 'Total', 'cents', 42000),
  field('event.data.currency', 'Currency', 'text', 'EUR'),
];
const purchase: Field[] = [
  field('event.data.totalCents', 'Total', 'cents', 5400),
  field('event.data.currency', 'Currency', 'text', 'EUR'),
  field('event.data.items', 'What was bought', 'list', ['Olive oil']),
];
const message: Field[] = [
  field('event.data.channel', 'Channel', 'text', 'sms'),
  field('event.data.messageId', 'Message', 'text', '0199…'),
];
const feedback: Field[] = [
  field('event.data.rating', 'Rating', 'number', 5),
  field('event.data.previousRating', 'Rating before', 'number', 3),
  field('event.data.comment', 'Words with the rating', 'text', 'Very tidy work'),
  field('event.data.wantsCall', 'Wants a call', 'yes_no', false),
];

/** What the data of each event type usually holds. Sources may send more: unknown fields are kept. */
export const FIELDS_OF_EVENT: Readonly<Record<string, readonly Field[]>> = {
  customer_created: [field('event.data.source', 'Where they came from', 'text', 'website')],
  customer_updated: [field('event.data.changed', 'What changed', 'list', ['email'])],
  tag_added: [field('event.data.tag', 'Tag', 'text', 'vip')],
  estimate_sent: estimate,
  estimate_approved: estimate,
  job_scheduled: job,
  job_rescheduled: [
    ...job,
    field('event.data.previousStartsAt', 'Start before', 'instant', '2026-11-23T09:00:00Z'),
  ],
  job_started: job,
  job_completed: job,
  job_cancelled: [...job, field('event.data.reason', 'Reason', 'text', 'weather')],
  invoice_created: invoice,
  invoice_sent: invoice,
  invoice_overdue: [...invoice, field('event.data.daysOverdue', 'Days overdue', 'number', 7)],
  invoice_paid: invoice,
  invoice_voided: invoice,
  payment_received: payment,
  payment_refunded: payment,
  payment_failed: [...payment, field('event.data.reason', 'Reason', 'text', 'card declined')],
  reservation_created: reservation,
  reservation_changed: reservation,
  reservation_confirmed: reservation,
  reservation_reminder_due: reservation,
  reservation_seated: reservation,
  reservation_completed: [...reservation, field('event.data.totalCents', 'Total', 'cents', 8600)],
  reservation_cancelled: [...reservation, field('event.data.reason', 'Reason', 'text', 'ill')],
  reservation_no_show: reservation,
  stay_checked_in: stay,
  stay_checked_out: stay,
  waitlist_joined: [
    field('event.data.partySize', 'Party size', 'number', 4),
    field('event.data.position', 'Place in the queue', 'number', 3),
    field('event.data.quotedMinutes', 'Minutes quoted', 'number', 20),
  ],
  purchase_made: purchase,
  visit_predicted: [
    field('event.data.expectedDate', 'Expected visit', 'date', '2026-12-02'),
    field('event.data.daysSinceLast', 'Days since the last visit', 'number', 41),
  ],
  points_earned: [
    field('event.data.points', 'Points', 'number', 50),
    field('event.data.balance', 'Points in all', 'number', 450),
  ],
  tier_changed: [
    field('event.data.tier', 'Tier', 'text', 'gold'),
    field('event.data.previousTier', 'Tier before', 'text', 'silver'),
  ],
  lead_created: [
    field('event.data.source', 'Where they came from', 'text', 'website'),
    field('event.data.interest', 'Interested in', 'text', 'New boiler'),
  ],
  message_delivered: message,
  message_failed: [...message, field('event.data.reason', 'Reason', 'text', 'unreachable')],
  link_clicked: [...message, field('event.data.url', 'Link', 'text', 'https://example.com')],
  sms_received: [field('event.data.body', 'What they wrote', 'text', 'Yes please')],
  feedback_received: feedback,
  review_link_opened: [field('event.data.site', 'Review site', 'text', 'google')],
  qr_scanned: [
    field('event.data.code', 'Code', 'text', 'K7M2P9QX'),
    field('event.data.label', 'What the code is called', 'text', 'Counter'),
    field('event.data.table', 'Table', 'text', '12'),
  ],
  unsubscribed: [
    field('event.data.channel', 'Channel', 'text', 'email'),
    field('event.data.purpose', 'Purpose', 'text', 'marketing'),
  ],
};

/** All fields that a journey begun by `eventType` knows by name. */
export function fieldsFor(eventType: string | null): Field[] {
  const own =
    eventType !== null && Object.hasOwn(FIELDS_OF_EVENT, eventType) ? FIELDS_OF_EVENT[eventType] : undefined;
  return [...COMMON_FIELDS, ...(own ?? [])];
}

const LABELS = new Map(
  [...Object.values(FIELDS_OF_EVENT).flat(), ...COMMON_FIELDS].map(({ path, label }) => [path, label]),
);

/** What owners call the field at a path; words made from the path for fields nobody has named. */
export function fieldLabel(path: string): string {
  const known = LABELS.get(path);
  if (known) return known;
  const last = path.split('.').at(-1) ?? path;
  const words = last
    .replace(/Cents$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
