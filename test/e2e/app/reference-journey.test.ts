import { expect, test, type Page } from '@playwright/test';
import { ask, deliver, signIn, somebody, tabTo } from '../support/owner.js';

test.setTimeout(120_000);
test.beforeEach(({ context }) => signIn(context));

test('an owner draws the first journey with the mouse, and a customer goes all the way to a rating', async ({
  page,
}) => {
  const name = `Mouse ${Date.now()}`;
  await startJourney(page, name);
  await page.getByRole('button', { name: 'Choose what starts it', exact: true }).click();
  await page.getByLabel('What starts this journey').selectOption('Something happens');
  await page.getByLabel('What happens').selectOption('An estimate is approved');
  const add = async (after: string | RegExp, step: RegExp) => {
    await page.getByRole('button', { name: after }).first().click();
    await page.getByRole('option', { name: step }).click();
  };
  await add('Add the first step', /^Send an email/);
  await write(page, 'Subject', 'Thank you');
  await write(page, 'Message', 'Thank you for having us.');
  await add(/^Add a step after Send an email/, /^Wait\s+Hours/);
  await page.getByLabel('How long').fill('2');
  await add(/^Add a step after Wait 2 days/, /^Send a text/);
  await write(page, 'Message', 'Is all well?');
  await add(/^Add a step after Send a text/, /^Wait\s+Hours/);
  await page.getByLabel('How long').fill('3');
  await add(/^Add a step after Wait 3 days/, /^Ask for a rating/);
  await publish(page);

  const journeyId = new URL(page.url()).pathname.split('/').at(-1)!;
  const customer = somebody();
  await deliver({
    id: customer.externalId,
    type: 'estimate_approved',
    customer,
    subject: { kind: 'estimate', id: customer.externalId },
    data: { service: 'boiler' },
  });
  await openCustomer(page, customer.name!);
  await expect(page.getByText('Thank you', { exact: true }).first()).toBeVisible();
  const firstWait = await skipTheWait(page, name, journeyId);
  await expect(page.getByText('Is all well?')).toBeVisible({ timeout: 20_000 });
  await skipTheWait(page, name, journeyId, firstWait);

  await page.goto(await ratingLinkOf(journeyId));
  await page.getByRole('radio').nth(4).check({ force: true });
  await page.locator('button.go').first().click();
  await expect(page.getByRole('radio')).toHaveCount(0);

  await openCustomer(page, customer.name!);
  await expect(page.getByRole('img', { name: '5 stars of 5' })).toBeVisible();
});

test('an owner draws the same journey with the keyboard alone', async ({ page }) => {
  await startJourney(page, `Keys ${Date.now()}`);
  const { keyboard } = page;
  const focused = page.locator('[data-item]:focus');
  await tabTo(page, page.locator('[data-item="entry"]'));
  await keyboard.press('Enter');
  await tabTo(page, page.getByLabel('What starts this journey'));
  await keyboard.type('Something');
  await tabTo(page, page.getByLabel('What happens'));
  await keyboard.type('A job is finished');
  await keyboard.press('Escape');
  const add = async (search: string) => {
    await expect(focused).toBeVisible();
    await keyboard.press('a');
    await expect(page.getByRole('listbox', { name: 'Steps' })).toBeVisible();
    await keyboard.type(search);
    await keyboard.press('Enter');
  };
  const writeIn = async (label: string, text: string) => {
    await tabTo(page, page.getByRole('textbox', { name: label }));
    await keyboard.type(text);
  };
  await add('email');
  await writeIn('Subject', 'Thank you');
  await writeIn('Message', 'Thank you for having us.');
  await keyboard.press('Escape');
  await add('wait');
  await keyboard.press('Escape');
  await add('text');
  await writeIn('Message', 'Is all well?');
  await keyboard.press('Escape');
  await add('wait');
  await keyboard.press('Escape');
  await add('rating');
  await keyboard.press('Escape');
  await tabTo(page, page.getByRole('button', { name: 'Publish…' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /^Publish version 1/ })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Publish version 1' }));
  await keyboard.press('Enter');
  await expect(page.getByText('Version 1 is live').or(page.getByText(/^Live/)).first()).toBeVisible();
});

async function startJourney(page: Page, name: string): Promise<void> {
  await page.goto('/journeys');
  await page.getByRole('button', { name: 'New journey' }).click();
  await page.getByRole('textbox', { name: 'What is it called?' }).fill(name);
  await page.getByRole('button', { name: 'Draw it' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: label }).click();
  await page.keyboard.type(text);
}

async function publish(page: Page): Promise<void> {
  await expect(page.getByText('Draft saved').first()).toBeVisible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function openCustomer(page: Page, name: string): Promise<void> {
  await expect
    .poll(
      async () =>
        (await ask<{ items: { name: string }[] }>('GET', `/customers?search=${encodeURIComponent(name)}`))
          .items.length,
    )
    .toBe(1);
  const { items } = await ask<{ items: { id: string }[] }>(
    'GET',
    `/customers?search=${encodeURIComponent(name)}`,
  );
  await page.goto(`/customers/${items[0]!.id}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** By hand, as when a customer calls: the story then says who did it and why. Says which wait was skipped. */
async function skipTheWait(page: Page, name: string, journeyId: string, skipped?: string): Promise<string> {
  const waitsAt = async () => {
    const { items } = await ask<{ items: { stepId: string | null; dueAt: string | null }[] }>(
      'GET',
      `/enrollments?journeyId=${journeyId}`,
    );
    const [one] = items;
    return one?.dueAt && one.stepId !== skipped ? one.stepId : null;
  };
  await expect.poll(waitsAt, { timeout: 20_000 }).toBeTruthy();
  const step = (await waitsAt())!;
  await page.reload();
  const hands = page.locator('section', { hasText: name }).filter({ hasText: 'Step in' });
  await hands.getByRole('button', { name: /^Skip this step/ }).click();
  const asked = page.getByRole('dialog', { name: 'Skip this step' });
  await asked.getByRole('textbox').fill('She called.');
  await asked.getByRole('button', { name: 'Skip this step' }).click();
  await expect(asked).toHaveCount(0);
  return step;
}

async function ratingLinkOf(journeyId: string): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      const { items } = await ask<{ items: { text: string | null }[] }>(
        'GET',
        `/messages?journeyId=${journeyId}`,
      );
      link = items
        .map(({ text }) => /https?:\S+\/r\/[\w-]{22}/.exec(text ?? '')?.[0])
        .find((found) => found !== undefined);
      return link;
    })
    .toBeTruthy();
  return link!;
}
