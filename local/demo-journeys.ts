/** The journeys of the demo business, as its owner would have drawn them. */

export const afterAJob = {
  entry: {
    on: 'event',
    type: 'job_completed',
    where: { field: 'event.data.totalCents', op: 'gte', value: 5000 },
  },
  first: 'thanks',
  steps: [
    {
      id: 'thanks',
      kind: 'email',
      settings: {
        purpose: 'service',
        intent: 'thank_you',
        subject: 'Thank you, {{ customer.firstName | default: "and hello" }}',
        body: 'Hello {{ customer.firstName | default: "there" }},\n\nthank you for having us. The {{ event.data.service | default: "work" }} comes with two years of guarantee: keep this email, it is your receipt for that.\n\nIf anything drips, hums or worries you, just answer.\n\n**{{ business.name }}**',
        languages: {
          es: {
            subject: 'Gracias, {{ customer.firstName | default: "de verdad" }}',
            body: 'Hola, {{ customer.firstName | default: "qué tal" }}:\n\ngracias por confiar en nosotros. El trabajo tiene dos años de garantía: guarde este correo.\n\nSi algo gotea, suena o le preocupa, solo tiene que responder.\n\n**{{ business.name }}**',
          },
        },
      },
      exits: { sent: 'pause', undeliverable: 'pause' },
    },
    { id: 'pause', kind: 'wait', settings: { duration: 'P2D' }, exits: { done: 'check' } },
    {
      id: 'check',
      kind: 'sms',
      settings: {
        purpose: 'service',
        intent: 'follow_up',
        body: 'Hello {{ customer.firstName | default: "from us" }}, is all well with the {{ event.data.service | default: "work" }}? Just answer if not. {{ business.name }}',
      },
      exits: { sent: 'rest', undeliverable: 'rest' },
    },
    { id: 'rest', kind: 'wait', settings: { duration: 'P3D' }, exits: { done: 'ask' } },
    {
      id: 'ask',
      kind: 'review_request',
      settings: {
        channels: ['sms', 'email'],
        subject: 'How did we do?',
        body: 'How did we do? It takes half a minute: {{ ratingLink }}',
      },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: {
    reentry: { mode: 'per_subject' },
    onRepeat: 'ignore',
    stopOn: [{ type: 'job_cancelled', same: 'subject' }],
    goals: [{ type: 'feedback_received', same: 'subject' }],
    quietHours: { from: '21:00', until: '08:00' },
    expireAfter: 'P60D',
  },
};

export const unpaidInvoice = {
  entry: { on: 'event', type: 'invoice_sent' },
  first: 'listen',
  steps: [
    {
      id: 'listen',
      kind: 'wait_for_event',
      settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'subject' }], timeout: 'P14D' },
      exits: { paid: 'thanks', timed_out: 'remind' },
    },
    {
      id: 'thanks',
      kind: 'email',
      settings: {
        purpose: 'service',
        intent: 'thank_you',
        subject: 'Paid, thank you',
        body: 'Hello {{ customer.firstName | default: "there" }},\n\nyour payment has arrived. Thank you!\n\n{{ business.name }}',
      },
      exits: { sent: null, undeliverable: null },
    },
    {
      id: 'remind',
      kind: 'email',
      settings: {
        purpose: 'service',
        subject: 'A small reminder from {{ business.name }}',
        body: 'Hello {{ customer.firstName | default: "there" }},\n\nour invoice may have slipped through. Could you have a look? If you have paid already, forget this mail.\n\n{{ business.name }}',
      },
      exits: { sent: 'tell', undeliverable: 'tell' },
    },
    {
      id: 'tell',
      kind: 'notify_team',
      settings: {
        to: 'owner',
        body: '{{ customer.name | default: "A customer" }} has not paid for two weeks and was reminded.',
      },
      exits: { done: null },
    },
  ],
  rules: { reentry: { mode: 'per_subject' }, stopOn: [{ type: 'invoice_voided', same: 'subject' }] },
};

export const yearlyService = {
  entry: {
    on: 'event',
    type: 'job_completed',
    where: { field: 'event.data.service', op: 'contains', value: 'boiler' },
  },
  first: 'year',
  steps: [
    { id: 'year', kind: 'wait', settings: { duration: 'P11M' }, exits: { done: 'invite' } },
    {
      id: 'invite',
      kind: 'email',
      settings: {
        purpose: 'marketing',
        intent: 'rebooking',
        subject: 'A year already: time for your boiler service?',
        body: 'Hello {{ customer.firstName | default: "there" }},\n\nyour boiler has worked for almost a year. A service now keeps it quiet through the winter.\n\n{{ business.name }}',
      },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: {},
};
