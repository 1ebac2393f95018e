import { intlCalendar } from './calendar-intl.js';
import type { Calendar } from './calendar.js';
import type { Facts } from './facts.js';

/** The zone in which days and hours of one enrollment are counted: the customer's, else the business's. */
export function zoneOf(
  { customer, business }: Pick<Facts, 'customer' | 'business'>,
  calendar: Calendar = intlCalendar,
): string {
  const [zone] = [customer.timezone, business.timezone].filter((one): one is string =>
    isUsable(one, calendar),
  );
  return zone ?? 'UTC';
}

/**
 * Every zone a customer may be living in: the one we know, else the outermost zones of the country
 * of their phone number, else of the business's country. A message is right only if it is right in all.
 */
export function plausibleZones(
  { customer, business }: Pick<Facts, 'customer' | 'business'>,
  calendar: Calendar,
): string[] {
  if (isUsable(customer.timezone, calendar)) return [customer.timezone];
  const home = isUsable(business.timezone, calendar) ? business.timezone : null;
  const byPhone = customer.phone ? zonesOfPhone(customer.phone) : null;
  const zones = byPhone ?? (home ? zonesOfSameCountry(home) : ['UTC']);
  return [...new Set(zones)];
}

const isUsable = (zone: string | null | undefined, calendar: Calendar): zone is string =>
  typeof zone === 'string' && zone !== '' && calendar.isZone(zone);

/**
 * Calling code → the country's zones, the outermost where it has several: what holds at both ends
 * holds between. Sources: ITU E.164 country codes; the IANA time zone database, zone.tab.
 */
const ZONES_OF_CODE: Readonly<Record<string, readonly string[]>> = {
  '1': [
    'America/St_Johns',
    'America/New_York',
    'America/Los_Angeles',
    'America/Anchorage',
    'Pacific/Honolulu',
  ],
  '7': ['Europe/Kaliningrad', 'Asia/Kamchatka'],
  '20': ['Africa/Cairo'],
  '27': ['Africa/Johannesburg'],
  '30': ['Europe/Athens'],
  '31': ['Europe/Amsterdam'],
  '32': ['Europe/Brussels'],
  '33': ['Europe/Paris'],
  '34': ['Europe/Madrid', 'Atlantic/Canary'],
  '36': ['Europe/Budapest'],
  '39': ['Europe/Rome'],
  '40': ['Europe/Bucharest'],
  '41': ['Europe/Zurich'],
  '43': ['Europe/Vienna'],
  '44': ['Europe/London'],
  '45': ['Europe/Copenhagen'],
  '46': ['Europe/Stockholm'],
  '47': ['Europe/Oslo'],
  '48': ['Europe/Warsaw'],
  '49': ['Europe/Berlin'],
  '51': ['America/Lima'],
  '52': ['America/Cancun', 'America/Mexico_City', 'America/Tijuana'],
  '53': ['America/Havana'],
  '54': ['America/Argentina/Buenos_Aires'],
  '55': ['America/Noronha', 'America/Sao_Paulo', 'America/Rio_Branco'],
  '56': ['America/Santiago', 'Pacific/Easter'],
  '57': ['America/Bogota'],
  '58': ['America/Caracas'],
  '60': ['Asia/Kuala_Lumpur'],
  '61': ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Perth'],
  '62': ['Asia/Jakarta', 'Asia/Jayapura'],
  '63': ['Asia/Manila'],
  '64': ['Pacific/Auckland', 'Pacific/Chatham'],
  '65': ['Asia/Singapore'],
  '66': ['Asia/Bangkok'],
  '81': ['Asia/Tokyo'],
  '82': ['Asia/Seoul'],
  '84': ['Asia/Ho_Chi_Minh'],
  '86': ['Asia/Shanghai'],
  '90': ['Europe/Istanbul'],
  '91': ['Asia/Kolkata'],
  '92': ['Asia/Karachi'],
  '212': ['Africa/Casablanca'],
  '213': ['Africa/Algiers'],
  '216': ['Africa/Tunis'],
  '234': ['Africa/Lagos'],
  '254': ['Africa/Nairobi'],
  '351': ['Europe/Lisbon', 'Atlantic/Azores'],
  '352': ['Europe/Luxembourg'],
  '353': ['Europe/Dublin'],
  '354': ['Atlantic/Reykjavik'],
  '355': ['Europe/Tirane'],
  '356': ['Europe/Malta'],
  '357': ['Asia/Nicosia'],
  '358': ['Europe/Helsinki'],
  '359': ['Europe/Sofia'],
  '370': ['Europe/Vilnius'],
  '371': ['Europe/Riga'],
  '372': ['Europe/Tallinn'],
  '376': ['Europe/Andorra'],
  '377': ['Europe/Monaco'],
  '380': ['Europe/Kyiv'],
  '381': ['Europe/Belgrade'],
  '385': ['Europe/Zagreb'],
  '386': ['Europe/Ljubljana'],
  '420': ['Europe/Prague'],
  '421': ['Europe/Bratislava'],
  '502': ['America/Guatemala'],
  '503': ['America/El_Salvador'],
  '504': ['America/Tegucigalpa'],
  '505': ['America/Managua'],
  '506': ['America/Costa_Rica'],
  '507': ['America/Panama'],
  '591': ['America/La_Paz'],
  '593': ['America/Guayaquil', 'Pacific/Galapagos'],
  '595': ['America/Asuncion'],
  '598': ['America/Montevideo'],
  '852': ['Asia/Hong_Kong'],
  '886': ['Asia/Taipei'],
  '966': ['Asia/Riyadh'],
  '971': ['Asia/Dubai'],
  '972': ['Asia/Jerusalem'],
};

/** No calling code is the beginning of another, so the shortest that fits is the one. */
function zonesOfPhone(phone: string): readonly string[] | null {
  const digits = phone.replace(/^\+/, '');
  for (const length of [1, 2, 3]) {
    const code = digits.slice(0, length);
    if (Object.hasOwn(ZONES_OF_CODE, code)) return ZONES_OF_CODE[code] ?? null;
  }
  return null;
}

function zonesOfSameCountry(zone: string): readonly string[] {
  const country = Object.values(ZONES_OF_CODE).find((zones) => zones.includes(zone));
  return country ? [...country, zone] : [zone];
}
