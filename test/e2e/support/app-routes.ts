import { openPages, pages } from '../../../editor/shell/routes.js';
import { ask } from './ask.js';

const first = async (noun: string) =>
  (await ask<{ items: { id: string }[] }>('GET', `/${noun}?limit=1`)).items[0]!.id;

/** Every route of the app behind the door, with something real in place of its parameters. */
export async function routesInside(): Promise<{ route: string; address: string }[]> {
  const { items } = await ask<{ items: { id: string; liveVersion: number | null }[] }>('GET', '/journeys');
  // The one that has run the longest has the most to show.
  const journey = (items.findLast(({ liveVersion }) => liveVersion !== null) ?? items[0]!).id;
  const [customer, event, passage] = await Promise.all(['customers', 'events', 'enrollments'].map(first));
  const known: Record<string, string> = {
    '/journeys/$id': `/journeys/${journey}`,
    '/journeys/$id/versions': `/journeys/${journey}/versions`,
    '/journeys/$id/results': `/journeys/${journey}/results`,
    '/customers/$id': `/customers/${customer}`,
    '/conversations/$id': `/conversations/${customer}`,
    '/inbox/$eventId': `/inbox/${event}`,
    '/passages/$id': `/passages/${passage}`,
  };
  return Object.keys(pages).map((route) => {
    const address = known[route] ?? route;
    if (address.includes('$')) throw new Error(`Say here what stands for the parameter of ${route}`);
    return { route, address };
  });
}

/** The pages before the door, and what is at an address that has no page. */
export const routesOutside = (): { route: string; address: string }[] =>
  [...Object.keys(openPages), '/nothing-there'].map((route) => ({
    route,
    address: route.replace('$token', 'a-token-nobody-made'),
  }));
