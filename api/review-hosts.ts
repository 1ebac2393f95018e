import { Problem } from '../lib/problem.js';

/** Sites where people leave public reviews, by the name before the country's ending. */
const SITES = [
  'google', 'tripadvisor', 'thefork', 'yelp', 'trustpilot', 'opentable', 'booking', 'airbnb', 'houzz', 'treatwell',
  'holidaycheck', 'expedia', 'hotels', 'trustedshops', 'yell', 'angi',
]; // prettier-ignore
const HOSTS = [
  'g.page', 'g.co', 'maps.app.goo.gl', 'facebook.com', 'fb.com', 'maps.apple.com', 'foursquare.com', 'checkatrade.com',
  'bbb.org', 'nextdoor.com', 'thumbtack.com', 'pagesjaunes.fr', 'lafourchette.com', 'restaurantguru.com',
]; // prettier-ignore
const OF_A_SITE = new RegExp(`^(?:[a-z0-9-]+\\.)*(?:${SITES.join('|')})\\.(?:com?\\.)?(?:com|[a-z]{2})$`);

const isHostOf = (host: string, whole: string): boolean => host === whole || host.endsWith(`.${whole}`);

/**
 * A customer who has just been asked for a review trusts the link they are shown, so it leads to a site where reviews are
 * left, or to the business's own website, and nowhere else.
 */
export function refuseStrangeReviewLinks(
  links: readonly { url: string }[] | undefined,
  website: string | null,
): void {
  const own = website && URL.canParse(website) ? new URL(website).hostname.replace(/^www\./, '') : null;
  const errors = (links ?? []).flatMap(({ url }, at) => {
    const { hostname } = new URL(url);
    const known = OF_A_SITE.test(hostname) || HOSTS.some((each) => isHostOf(hostname, each));
    if (known || (own !== null && isHostOf(hostname, own))) return [];
    const message = `We do not know ${hostname} as a place for reviews. Give the page of Google, Tripadvisor, Facebook or the like, or one of the website you have set for the business.`;
    return [{ path: `reviewLinks[${at}].url`, message }];
  });
  if (errors.length > 0) throw new Problem('invalid', errors[0]!.message, { errors });
}
