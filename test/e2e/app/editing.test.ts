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

test('of two drafts, theirs can be kept with mine one undo away, or mine saved as a journey of its own', async ({
  page,
}) => {
  const name = `Apart ${Date.now()}`;
  const id = await draftOf(name, waits(1));
  const meet = async (etag: string) => {
    await open(page, id);
    await ask('PUT', `/journeys/${id}/draft`, waits(3), { 'if-match': etag });
    await addStep(page, 's0', 'team');
    return page.getByRole('dialog', { name: 'Somebody changed this journey while you worked' });
  };
  await (await meet('"2"')).getByRole('button', { name: 'Keep theirs' }).click();
  await expect(page.locator('[data-item="s2"]')).toBeVisible();
  expect(await stepsAt(id)).toHaveLength(3);
  await page.locator('[data-act="undo"]').first().click();
  await expect.poll(async () => (await stepsAt(id)).length).toBe(2);

  const { etag } = await ask<{ etag: string }>('GET', `/journeys/${id}/draft`);
  await (await meet(etag)).getByRole('button', { name: 'Save mine as a copy' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} (my copy)` })).toBeAttached();
  const copy = new URL(page.url()).pathname.split('/').at(-1)!;
  expect(copy).not.toBe(id);
  expect(await stepsAt(id)).toHaveLength(3);
  expect(await stepsAt(copy)).toHaveLength(3);
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
  await again.getByLabel('Email').fill(email);
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

const drawn = (page: Page) =>
  page.locator('.jc-board [data-item]').evaluateAll((items) => items.map((item) => item.dataset.item));

test('a step is carried to another place with the mouse, and Esc leaves everything as it was', async ({
  page,
}) => {
  const id = await draftOf(`Carried ${Date.now()}`, waits(3));
  await open(page, id);
  const pickUp = async (over: string) => {
    const card = (await page.locator('[data-item="s0"]').boundingBox())!;
    await page.mouse.move(card.x + 20, card.y + 10);
    await page.mouse.down();
    await page.mouse.move(card.x + 40, card.y + 30, { steps: 3 });
    await page.locator(`[data-slot="${over}"]`).waitFor();
    const slot = (await page.locator(`[data-slot="${over}"]`).boundingBox())!;
    await page.mouse.move(slot.x + 30, slot.y + 12, { steps: 3 });
    await expect(page.locator('.jc-over')).toHaveAttribute('data-slot', over);
  };

  await pickUp('s2/done');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.locator('[data-slot]')).toHaveCount(0);
  expect(await drawn(page)).toEqual(['entry', 's0', 's1', 's2', 'end:s2:done']);

  await pickUp('s1/done');
  await page.mouse.up();
  await expect.poll(() => drawn(page)).toEqual(['entry', 's1', 's0', 's2', 'end:s2:done']);
});

test('a step and all that follows it are copied into another journey', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const from = await draftOf(`From ${Date.now()}`, waits(3));
  const to = await draftOf(`To ${Date.now()}`, waits(1));
  await open(page, from);
  await page.locator('[data-item="s1"]').click();
  await page.getByRole('button', { name: 'More for this step' }).click();
  await page.getByRole('button', { name: 'Copy it and all that follows' }).click();
  await open(page, to);
  await page.locator('[data-item="s0"]').focus();
  await page.keyboard.press('Control+v');
  await expect(page.locator('[data-slot="s0/done"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await stepsAt(to)).length).toBe(3);
});
