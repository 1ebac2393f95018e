import type { Page } from '@playwright/test';
import { ask } from '../e2e/support/ask.js';
import { routesInside, routesOutside } from '../e2e/support/app-routes.js';
import { customerLinks } from '../e2e/support/customer-links.js';

/** Something worth seeing: where it is, and what to do there before it is shown. */
export interface Screen {
  name: string;
  address: string;
  /** Behind the door of the app, before it, or a customer's page. */
  place: 'inside' | 'door' | 'customer';
  arrange?: (page: Page) => Promise<void>;
}

/** Every route of the app, and what opens on top of the main ones. */
export async function screens(): Promise<Screen[]> {
  const inside = (await routesInside()).map(({ route, address }) => ({
    name: nameOf(route),
    address,
    place: 'inside' as const,
  }));
  const door = routesOutside().map(({ route, address }) => ({
    name: nameOf(route),
    address,
    place: 'door' as const,
  }));
  return [...inside, ...(await worthTelling()), ...(await onTop()), ...door];
}

/** Somebody with a story, and an event that began nothing: what an owner asks about. */
async function worthTelling(): Promise<Screen[]> {
  const { id: eventId } = await beganNothing();
  const { items } = await ask<{ items: { id: string; email: string | null }[] }>(
    'GET',
    '/customers?search=ana@example.com',
  );
  return [
    { name: 'story', address: `/customers/${items[0]!.id}`, place: 'inside' },
    { name: 'began-nothing', address: `/inbox/${eventId}`, place: 'inside' },
  ];
}

/** The demo's small job, once an instance that has just begun has looked at it. */
async function beganNothing(): Promise<{ id: string }> {
  for (let tries = 0; tries < 100; tries++) {
    const { items } = await ask<{ items: { id: string; type: string }[] }>('GET', '/events?limit=50');
    for (const { id, type } of items) {
      if (type !== 'job_completed') continue;
      const { matches } = await ask<{ matches: { outcome: string }[] }>('GET', `/events/${id}`);
      if (matches.some(({ outcome }) => outcome === 'ignored')) return { id };
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('No event of the demo business began nothing.');
}

async function onTop(): Promise<Screen[]> {
  const { items } = await ask<{ items: { id: string; liveVersion: number | null }[] }>('GET', '/journeys');
  const live = items.findLast(({ liveVersion }) => liveVersion !== null)!;
  const place = 'inside' as const;
  const address = `/journeys/${live.id}`;
  return [
    {
      name: 'journey-beginning',
      address,
      place,
      arrange: async (page) => {
        await page.locator('[data-item="entry"]').click();
        await page.getByLabel('What starts this journey').waitFor();
      },
    },
    {
      name: 'journey-publish',
      address: `/journeys/${(items.find(({ liveVersion }) => liveVersion === null) ?? live).id}`,
      place,
      arrange: async (page) => {
        await page.getByRole('button', { name: 'Publish…' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'journey-add-step',
      address,
      place,
      arrange: (page) =>
        page
          .getByRole('button', { name: /^Add a step after/ })
          .first()
          .click(),
    },
    {
      name: 'journeys-new',
      address: '/journeys',
      place,
      arrange: (page) => page.getByRole('button', { name: 'New journey' }).first().click(),
    },
    {
      name: 'connections-add',
      address: '/connections',
      place,
      arrange: (page) => page.getByRole('button', { name: 'Connect something' }).click(),
    },
    {
      name: 'team-invite',
      address: '/team',
      place,
      arrange: (page) => page.getByRole('button', { name: 'Invite somebody' }).click(),
    },
  ];
}

/** Taken after the rest: a journey is made for each, which would stand among the owner's own. */
export async function customersScreens(): Promise<Screen[]> {
  const place = 'customer' as const;
  return [
    { name: 'rate', address: (await customerLinks()).rate, place },
    {
      name: 'rate-thanks',
      address: (await customerLinks()).rate,
      place,
      arrange: async (page) => {
        // At the other width it was answered already, and the page thanks again.
        if ((await page.getByRole('radio').count()) === 0) return;
        await page.getByRole('radio').nth(4).check({ force: true });
        await page.locator('button.go').first().click();
      },
    },
  ];
}

/** `/journeys/$id/versions` is `journeys-one-versions`. */
const nameOf = (route: string) =>
  route === '/' ? 'home' : route.slice(1).replaceAll(/\$\w+/g, 'one').replaceAll('/', '-');
