export const en = {
  reach: {
    both: 'May email and text',
    email: 'May email',
    sms: 'May text',
    emailOnly: 'May email; no texts',
    smsOnly: 'May text; no email',
    stopped: 'All stopped',
    nowhere: 'No email or phone',
  },
  inside: 'In {journey}',
  insideSome: 'In {count, plural, one {# journey} other {# journeys}}',
  openFeedback: 'Open in Feedback',
};
