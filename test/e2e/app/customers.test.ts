import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { ask, signIn } from '../support/owner.js';

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
