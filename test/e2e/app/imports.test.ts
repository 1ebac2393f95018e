import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { ask, signIn } from '../support/owner.js';

test.beforeEach(({ context }) => signIn(context));

const choose = (page: Page, lines: string[]) =>
  page.locator('input[type=file]').setInputFiles({
    name: 'past.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\r\n')),
  });
const inside = (page: Page) => page.getByRole('radiogroup', { name: 'What is in the file' });
const ofEvents = (page: Page) => inside(page).getByText('What happened').click();

test('an owner brings what happened in the past, sees what it means and which row stays out, and finds it in the inbox', async ({
  page,
}) => {
  const mark = randomUUID().slice(0, 8);
  const lines = [
    'type,date,id,name,email,total cents',
    `job_completed,2026-06-20 15:04,${mark}-1,Nora ${mark},${mark}@example.com,12500`,
    `job_completed,yesterday,${mark}-2,Nora ${mark},${mark}@example.com,9000`,
    `invoice_paid,2026-06-21,${mark}-3,Nora ${mark},${mark}@example.com,12500`,
  ];
  await page.goto('/data');
  await ofEvents(page);
  await choose(page, lines);
  const table = page.getByRole('group', { name: 'What each column means' });
  await expect(table.getByRole('columnheader', { name: 'date When' })).toBeVisible();
  await expect(table.getByRole('columnheader', { name: 'email Customer: Email' })).toBeVisible();
  await expect(table.getByRole('columnheader', { name: 'total cents Kept as totalCents' })).toBeVisible();
  await expect(page.getByText('2 things that happened can be kept.')).toBeVisible();
  await expect(page.getByRole('row', { name: '3 date Write when it happened as 2026-11-20' })).toBeVisible();
  await page.getByRole('button', { name: 'Bring in the 2 good rows only' }).click();
  await expect(page.getByText('2 things that happened were kept.')).toBeVisible();
  await expect(page.getByText('1 row stayed out:')).toBeVisible();

  const { items } = await ask<{ items: { id: string; name: string }[] }>('GET', `/customers?search=${mark}`);
  expect(items).toMatchObject([{ name: `Nora ${mark}` }]);
  await page.getByRole('link', { name: 'See what came in' }).click();
  await expect(page).toHaveURL(/\/inbox/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  // The same file again: nothing is kept twice.
  await page.goto('/data');
  await ofEvents(page);
  await choose(page, lines);
  await page.getByRole('button', { name: 'Bring in the 2 good rows only' }).click();
  await expect(page.getByText('Nothing was new, 2 were here already.')).toBeVisible();
});

test('a file that lacks what is needed says so, and the same file can be read as customers', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/data');
  await ofEvents(page);
  await page.getByText('What the file must look like').click();
  await expect(page.getByText('job_completed', { exact: true })).toBeVisible();
  await choose(page, ['name,email', 'Ana,ana@example.com']);
  await expect(page.getByRole('alert')).toContainText('needs a column “type” and a column “date”');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await inside(page).getByText('Customers').click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Bring in 1 customer' })).toBeVisible();
});
