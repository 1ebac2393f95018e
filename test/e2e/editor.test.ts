import { expect, test, type Page } from '@playwright/test';
import { ask } from './support/ask.js';
import { readInstance } from './support/instance.js';
import { signIn } from './support/owner.js';

interface Held {
  flow: { first: string | null; entry: unknown; steps: { id: string; settings: Record<string, unknown> }[] };
  etag: string;
}

const thanks = {
  entry: { on: 'event', type: 'job_completed' },
  first: 'text',
  steps: [
    {
      id: 'text',
      kind: 'sms',
      settings: { purpose: 'service', body: 'Thank you' },
      exits: { sent: 'wait', undeliverable: 'wait' },
    },
    { id: 'wait', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: 'tell' } },
    { id: 'tell', kind: 'notify_team', settings: { to: 'owner', body: 'Done' }, exits: { done: null } },
  ],
  rules: {},
};

const draftOf = (id: string) => ask<Held>('GET', `/journeys/${id}/draft`);
const bodyOf = async (id: string, stepId: string) =>
  (await draftOf(id)).flow.steps.find((step) => step.id === stepId)?.settings.body;

/** A journey in the editor, signed in as its owner, and what the page complained about. */
async function opened(page: Page) {
  const { id } = await ask<{ id: string }>('POST', '/journeys', { name: 'To be changed' });
  const { etag } = await draftOf(id);
  await ask('PUT', `/journeys/${id}/draft`, thanks, { 'if-match': etag });
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) complaints.push(line.text());
  });
  await signIn(page.context());
  await page.goto(`/journeys/${id}`);
  await expect(page.locator('.jc-board [data-item="text"]')).toBeVisible();
  return { id, complaints };
}

async function settingsOf(page: Page, stepId: string) {
  await page.locator(`[data-item="${stepId}"]`).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Settings' })).toBeVisible();
}

async function typeAtEnd(page: Page, text: string) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

const isSaved = (page: Page) => expect(page.locator('[data-save="saved"]')).toBeVisible();

test('a detail of the customer is picked, gets a fallback and is seen as a real customer would get it', async ({
  page,
}) => {
  const { id, complaints } = await opened(page);
  await ask('POST', '/customers', { name: 'Ottilie Brandt', email: `ottilie-${id}@example.com` });
  await settingsOf(page, 'text');
  await typeAtEnd(page, ', ');
  await page.getByRole('button', { name: 'Customer detail' }).click();
  await page.keyboard.type('first');
  await page.getByRole('button', { name: /First name.*such as Ana/ }).click();
  await page.getByLabel('Without First name, write').fill('neighbour');
  await expect(page.locator('.st-chip')).toHaveText('First name, or “neighbour”');
  await expect(page.locator('.st-bubble')).toHaveText('Thank you, Ana');
  await page.getByText('No name', { exact: true }).click();
  await expect(page.locator('.st-bubble')).toHaveText('Thank you, neighbour');
  await page.getByLabel('As one of your customers').fill('ottilie');
  await page
    .getByRole('button', { name: /Ottilie Brandt/ })
    .first()
    .click();
  await expect(page.locator('.st-bubble')).toHaveText('Thank you, Ottilie');
  await isSaved(page);
  expect(await bodyOf(id, 'text')).toBe("Thank you, {{ customer.firstName | default: 'neighbour' }}");
  expect(complaints).toEqual([]);
});

test('who comes in is said with checks, not with signs', async ({ page }) => {
  const { id } = await opened(page);
  await settingsOf(page, 'entry');
  await page.getByLabel('Who comes in').selectOption('some');
  await page.getByLabel('What to check').selectOption({ label: 'Total' });
  await page.getByLabel('With what').fill('50');
  await page.getByRole('button', { name: 'Add a check' }).click();
  await page.getByLabel('What to check').last().selectOption({ label: 'Email address' });
  await page.getByLabel('How to compare').last().selectOption('exists');
  await page.getByLabel('How the checks go together').selectOption('any');
  await isSaved(page);
  expect((await draftOf(id)).flow.entry).toEqual({
    on: 'event',
    type: 'job_completed',
    where: {
      any: [
        { field: 'event.data.totalCents', op: 'gte', value: 5000 },
        { field: 'customer.email', op: 'exists' },
      ],
    },
  });
});

test('thirty edits, settings among them, are undone and done again', async ({ page }) => {
  test.slow();
  const { id } = await opened(page);
  const before = (await draftOf(id)).flow;
  for (let edit = 0; edit < 29; edit++) {
    await page.locator('[data-item="wait"]').focus();
    await page.keyboard.press('Control+d');
  }
  await settingsOf(page, 'tell');
  await page.getByLabel('Whom to tell').selectOption('manager');
  await page.keyboard.press('Escape');
  await expect(page.locator('.jc-board [data-item]')).toHaveCount(34);
  for (let edit = 0; edit < 30; edit++) await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Nothing to undo' }).first()).toBeAttached();
  await isSaved(page);
  expect((await draftOf(id)).flow).toEqual(before);
  for (let edit = 0; edit < 30; edit++) await page.keyboard.press('Control+Shift+z');
  await expect(page.getByRole('button', { name: 'Nothing to redo' }).first()).toBeAttached();
  await expect(page.locator('[data-save="saved"]')).toBeVisible();
  const after = (await draftOf(id)).flow;
  expect(after.steps).toHaveLength(32);
  expect(after.steps.find((step) => step.id === 'tell')?.settings.to).toBe('manager');
});

test('whoever leaves during a save and comes back meets no conflict with themselves', async ({ page }) => {
  const { id } = await opened(page);
  await settingsOf(page, 'tell');
  const asked = page.waitForRequest((request) => request.method() === 'PUT');
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/draft', async (route) => {
    if (route.request().method() === 'PUT') await held;
    await route.continue();
  });
  await typeAtEnd(page, ' at last');
  await asked;
  await page.getByRole('link', { name: 'All journeys' }).click();
  await page.goBack();
  letGo();
  await expect(page.locator('.jc-board [data-item="tell"]')).toBeVisible();
  await isSaved(page);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await bodyOf(id, 'tell')).toBe('Done at last');
});

test('what was typed survives a reload and a server that is away', async ({ page }) => {
  const { id } = await opened(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await settingsOf(page, 'tell');
  await typeAtEnd(page, ' early');
  await page.reload();
  await expect(page.getByText(/were still on this device/)).toBeVisible();
  await isSaved(page);
  await expect.poll(() => bodyOf(id, 'tell')).toBe('Done early');

  await page.route('**/api/v1/**', (route) => route.abort());
  await settingsOf(page, 'tell');
  await typeAtEnd(page, ' and late');
  await expect(page.getByText('No connection: kept on this device')).toBeVisible();
  await page.unroute('**/api/v1/**');
  await expect.poll(() => bodyOf(id, 'tell'), { timeout: 15_000 }).toBe('Done early and late');
});

test('two people change a journey at once: each sees it, and nobody’s work is gone', async ({ page }) => {
  const { id } = await opened(page);
  const { flow, etag } = await draftOf(id);
  const theirs = {
    ...flow,
    steps: flow.steps.map((step) => (step.id === 'wait' ? { ...step, settings: { duration: 'P3D' } } : step)),
  };
  await ask('PUT', `/journeys/${id}/draft`, theirs, { 'if-match': etag });

  await settingsOf(page, 'tell');
  await typeAtEnd(page, ' by me');
  const dialog = page.getByRole('dialog', { name: 'Somebody changed this journey while you worked' });
  await expect(dialog).toContainText('Wait 1 day → 3 days');
  await dialog.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(page.locator('[data-item="wait"]')).toHaveAccessibleName(/Wait 3 days/);
  // Mine is one step back, and saved when it is taken.
  await page.keyboard.press('Escape');
  await page.locator('[data-act="undo"]').first().click();
  await isSaved(page);
  await expect.poll(() => bodyOf(id, 'tell')).toBe('Done by me');
});

test('the server says what is wrong in the language of the app', async ({ browser }) => {
  const page = await browser.newPage({ locale: 'es-ES', baseURL: readInstance().url });
  await opened(page);
  await page.locator('[data-gap="wait/done"]').click();
  await page.keyboard.type('SMS');
  await page.keyboard.press('Enter');
  await expect(page.locator('.je-problem').first()).toHaveText('Escriba el mensaje.');
  await page.close();
});
