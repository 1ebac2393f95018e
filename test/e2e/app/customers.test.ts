import { randomInt, randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { ask, draftOf, signIn } from '../support/owner.js';

test.beforeEach(async ({ context }) => signIn(context));

test('an owner adds a customer, is told of a phone number without its country, and corrects the name', async ({
  page,
}) => {
  const mark = randomUUID().slice(0, 8);
  await page.goto('/customers');
  await page.getByRole('button', { name: 'Add a customer' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Give at least a name, a phone number or an email address.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Ida Bloom');
  await page.getByLabel('Phone', { exact: true }).fill('600 111 222');
  await page.getByLabel('Email', { exact: true }).fill(`ida.${mark}@example.com`);
  await page.getByLabel('Tags').fill('regular, builder');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Give the phone number with its country')).toBeVisible();
  await page.getByLabel('Phone', { exact: true }).fill('+34 600 111 222');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Ida Bloom' })).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  expect(await ask('GET', `/customers/${id}`)).toMatchObject({
    phone: '+34600111222',
    tags: ['builder', 'regular'],
  });
  await page.getByRole('button', { name: 'Change the details' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ada Bloom');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Ada Bloom' })).toBeVisible();
  // Whoever adds the same address again is led to the one that is there.
  await page.goto('/customers');
  await page.getByRole('button', { name: 'Add a customer' }).click();
  await page.getByLabel('Email', { exact: true }).fill(`ida.${mark}@example.com`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: 'Open that customer' }).click();
  await expect(page.getByRole('heading', { name: 'Ada Bloom' })).toBeVisible();
});

test('an owner stops all messages to somebody, and a yes given again says what it rests on', async ({
  page,
}) => {
  const email = `stop.${randomUUID().slice(0, 8)}@example.com`;
  const { id } = await ask<{ id: string }>('POST', '/customers', { name: 'Nora Stone', email });
  const allowed = async () =>
    (await ask<{ items: { granted: boolean }[] }>('GET', `/customers/${id}/consents`)).items.map(
      ({ granted }) => granted,
    );
  await page.goto(`/customers/${id}`);
  await page.getByRole('button', { name: 'Stop all messages to Nora' }).click();
  await page.getByRole('button', { name: 'Stop all messages', exact: true }).click();
  await expect(page.getByText('Nothing is sent to Nora any more.')).toBeVisible();
  expect(await allowed()).toEqual([false, false, false, false, false, false]);
  await expect(page.getByRole('button', { name: 'Stop all messages to Nora' })).toBeHidden();

  await page.getByRole('button', { name: 'Change: Email about jobs' }).click();
  await page.getByRole('button', { name: 'Write it down' }).click();
  await expect(page.getByText('Say what the permission rests on')).toBeVisible();
  await page.getByLabel('What it rests on').fill('Asked by phone on 3 May');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await expect(page.getByText('Written down')).toBeVisible();
  expect((await allowed())[0]).toBe(true);
});

test('the list says who may be written to and which journey they are in, and the story which event let them in', async ({
  page,
}) => {
  // Digits only: whoever opens an address with a number in it finds people too.
  const mark = String(randomInt(10_000_000, 99_999_999));
  const journey = `After ${mark}`;
  const journeyId = await draftOf(journey, {
    entry: { on: 'event', type: 'job_completed' },
    first: 'pause',
    steps: [{ id: 'pause', kind: 'wait', settings: { duration: 'P2D' }, exits: { done: null } }],
  });
  await ask('POST', `/journeys/${journeyId}/versions`);
  await ask('POST', `/journeys/${journeyId}/enrollments`, {
    customer: { name: `Inga ${mark}`, email: `inga.${mark}@example.com` },
    subject: { kind: 'job', id: mark },
    data: {},
  });
  const { id } = await ask<{ id: string }>('POST', '/customers', {
    name: `Stig ${mark}`,
    email: `stig.${mark}@example.com`,
    phone: '+34600111333',
  });
  for (const purpose of ['service', 'review']) {
    await ask('POST', `/customers/${id}/consents`, { channel: 'email', purpose, granted: false });
  }
  const inside = async () =>
    (await ask<{ items: unknown[] }>('GET', `/journeys/${journeyId}/enrollments`)).items.length;
  await expect.poll(inside, { timeout: 30_000 }).toBe(1);

  await page.goto(`/customers?search=${mark}`);
  const inga = page.getByRole('link', { name: `Inga ${mark}` });
  await expect(inga).toContainText(`In ${journey}`);
  await expect(inga).toContainText('May email');
  await expect(page.getByRole('link', { name: `Stig ${mark}` })).toContainText('May text; no email');

  await inga.click();
  await expect(page.getByText(`Came into ${journey}`)).toBeVisible();
  await page.getByRole('link', { name: `Job ${mark}` }).click();
  await expect(page).toHaveURL(/\/inbox\/[0-9a-f-]{36}$/);
});

test('a rating stands in the story with its stars and the customer’s own words, and leads to the feedback', async ({
  page,
}) => {
  type Given = { id: string; customerId: string | null; comment: string; rating: number };
  const { items } = await ask<{ items: Given[] }>('GET', '/feedback?limit=200');
  const given = items.find(({ customerId, comment }) => customerId && comment)!;
  await page.goto(`/customers/${given.customerId}`);
  const moment = page.getByRole('listitem').filter({ hasText: `“${given.comment}”` });
  await expect(moment.getByText('Gave a rating')).toBeVisible();
  await expect(moment.getByRole('img', { name: `${given.rating} star` })).toBeVisible();
  await moment.getByRole('link', { name: 'Open in Feedback' }).click();
  await expect(page).toHaveURL(new RegExp(`/feedback\\?.*${given.id}`));
  await expect(page.getByText(`“${given.comment}”`)).toBeVisible();
});
