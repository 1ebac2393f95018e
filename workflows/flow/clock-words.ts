import type { Calendar } from './calendar.js';
import { toMillis, type Instant } from './instant.js';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** “Saturday 21 November, 08:00” on clocks in `zone`: for reasons that people read. */
export function clockWords(at: Instant, zone: string, calendar: Calendar): string {
  const { year, month, day, hour, minute } = calendar.wallAt(toMillis(at), zone);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${weekday} ${day} ${MONTHS[month - 1] ?? ''}, ${two(hour)}:${two(minute)}`;
}
