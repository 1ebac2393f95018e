/** How sites of public reviews write themselves, by what a link to them is kept under. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['google', 'Google'],
  ['facebook', 'Facebook'],
  ['tripadvisor', 'Tripadvisor'],
  ['trustpilot', 'Trustpilot'],
  ['thefork', 'TheFork'],
  ['yelp', 'Yelp'],
  ['booking', 'Booking.com'],
]);

/** The names to choose from while one is typed. */
export const SITE_NAMES = [...NAMES.values()];

/** `google` as Google writes it; what is not known stays as somebody wrote it. */
export const siteName = (site: string): string => NAMES.get(site.toLowerCase()) ?? site;
