import { expect, test, type Page } from '@playwright/test';
import { readInstance } from '../support/instance.js';
import { ask, draftOf, signIn } from '../support/owner.js';

test.setTimeout(90_000);
test.beforeEach(({ context }) => signIn(context));

const wait = (id: string, next: string | null) => ({
  id,
  kind: 'wait',
  settings: { duration: 'P1D' },
  exits: { done: next },
});

/** So many waits in a row, `s0`, `s1` … */
const waits = (count: number) => ({
  entry: { on: 'manual' },
  first: 's0',
  steps: Array.from({ length: count }, (_, at) => wait(`s${at}`, at + 1 < count ? `s${at + 1}` : null)),
  rules: {},
});

async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/journeys/${id}`);
  await expect(page.locator('[data-item="entry"]')).toBeVisible({ timeout: 20_000 });
}

const stepsAt = async (id: string) =>
  (await ask<{ flow: { steps: { settings: { duration?: string } }[] } }>('GET', `/journeys/${id}/draft`)).flow
    .steps;

/** A step after the last but the finish, by its key. */
async function addStep(page: Page, after: string, search: string): Promise<void> {
  await page.locator(`[data-item="${after}"]`).focus();
  await page.keyboard.press('a');
  await expect(page.getByRole('listbox', { name: 'Steps' })).toBeVisible();
  await page.keyboard.type(search);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

const saved = (page: Page) => expect(page.locator('[data-save]')).toHaveAttribute('data-save', 'saved');

test('a journey is edited on a phone, in the list', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const id = await draftOf(`Phone ${Date.now()}`, waits(1));
  await open(page, id);
  await expect(page.locator('.react-flow')).toHaveCount(0);
  await page.getByRole('button', { name: /^Add a step after Wait 1 day/ }).click();
  await page.getByRole('option', { name: /^Update the customer/ }).click();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await stepsAt(id)).length).toBe(2);
});

test('what was changed while the server was away is kept over a reload and saved when it is back', async ({
  page,
}) => {
  const id = await draftOf(`Offline ${Date.now()}`, waits(1));
  await open(page, id);
  await page.route('**/api/v1/journeys/*/draft', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await addStep(page, 's0', 'team');
  await expect(page.locator('[data-save]')).not.toHaveAttribute('data-save', /saved|saving/);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.locator('[data-item]')).toHaveCount(4);
  await page.unroute('**/api/v1/journeys/*/draft');
  await expect.poll(async () => (await stepsAt(id)).length, { timeout: 30_000 }).toBe(2);
});

test('two people who edit at once are told of each other, and neither loses a word', async ({ page }) => {
  const id = await draftOf(`Two ${Date.now()}`, waits(1));
  await open(page, id);
  await ask('PUT', `/journeys/${id}/draft`, waits(3), { 'if-match': '"2"' });
  await addStep(page, 's0', 'team');
  const dialog = page.getByRole('dialog').last();
  await expect(dialog).toBeVisible();
  expect(await stepsAt(id)).toHaveLength(3);
  await dialog.getByRole('button', { name: /mine/i }).first().click();
  await expect.poll(async () => (await stepsAt(id)).length).toBe(2);
});

test('whoever was signed out while editing signs in again on the spot, with nothing lost', async ({
  page,
  context,
}) => {
  const id = await draftOf(`Signed out ${Date.now()}`, waits(1));
  await open(page, id);
  await context.clearCookies();
  await addStep(page, 's0', 'team');
  const again = page.getByRole('dialog', { name: 'Please sign in again' });
  const { email, password } = readInstance().owner!;
  await again.getByLabel('E-mail').fill(email);
  await again.getByLabel('Password').fill(password);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again).toHaveCount(0);
  await expect.poll(async () => (await stepsAt(id)).length).toBe(2);
  await saved(page);
});

test('a journey of two hundred steps opens, moves and can be changed', async ({ page }) => {
  const id = await draftOf(`Long ${Date.now()}`, waits(200));
  await open(page, id);
  await page.locator('[data-item="entry"]').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[data-item="s199"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('How long').fill('9');
  await expect.poll(async () => (await stepsAt(id))[199]!.settings.duration).toBe('P9D');
  await saved(page);
});
