/** How sites of public reviews write themselves, by what a link to them is kept under. */
const NAMES: Readonly<Record<string, string>> = {
  google: 'Google',
  facebook: 'Facebook',
  tripadvisor: 'Tripadvisor',
  trustpilot: 'Trustpilot',
  thefork: 'TheFork',
  yelp: 'Yelp',
  booking: 'Booking.com',
};

/** The names to choose from while one is typed. */
export const SITE_NAMES = Object.values(NAMES);

/** `google` as Google writes it; what is not known stays as somebody wrote it. */
export const siteName = (site: string): string => NAMES[site.toLowerCase()] ?? site;
