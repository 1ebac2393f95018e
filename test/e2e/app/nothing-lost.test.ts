import { randomUUID } from 'node:crypto';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { readInstance } from '../support/instance.js';
import { ask, signIn } from '../support/owner.js';

test.describe('what an owner types', () => {
  test.beforeEach(({ context }) => signIn(context));
  const word = () => `Line ${randomUUID().slice(0, 8)}`;
  const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
  const address = (page: Page) => page.getByLabel('Postal address');

  test('stays in the settings while the server is away, and is saved when it is back', async ({
    page,
    context,
  }) => {
    const typed = word();
    await page.goto('/settings');
    await address(page).fill(typed);
    await context.setOffline(true);
    await save(page);
    await expect(page.getByRole('alert')).toContainText('Journeyman cannot be reached');
    // Looking at another window and back asks the server again: the form must not give way to the fault.
    await page.evaluate(() => void dispatchEvent(new Event('visibilitychange')));
    await expect(address(page)).toHaveValue(typed);
    await context.setOffline(false);
    await save(page);
    await expect(page.getByText('Your settings are saved.')).toBeVisible();
    expect(await ask('GET', '/business')).toMatchObject({ postalAddress: typed });
  });

  test('survives a reload, and what somebody else saved meanwhile is kept beside it', async ({ page }) => {
    const typed = word();
    const theirs = `https://example.com/${randomUUID().slice(0, 8)}`;
    await page.goto('/settings');
    await address(page).fill(typed);
    await ask('PATCH', '/business', { website: theirs });
    page.once('dialog', (asked) => void asked.accept());
    await page.reload();
    await expect(address(page)).toHaveValue(typed);
    await expect(page.getByLabel('Website')).toHaveValue(theirs);
    await save(page);
    await expect(page.getByText('Your settings are saved.')).toBeVisible();
    expect(await ask('GET', '/business')).toMatchObject({ postalAddress: typed, website: theirs });
  });

  test('is sent after signing in again, when the session had run out', async ({ page, context }) => {
    const typed = word();
    await page.goto('/settings');
    await address(page).fill(typed);
    await context.clearCookies();
    await save(page);
    const again = page.getByRole('dialog', { name: 'Please sign in again' });
    const { email, password } = readInstance().owner!;
    await again.getByLabel('Email').fill(email);
    await again.getByLabel('Password').fill(password!);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Your settings are saved.')).toBeVisible();
    expect(await ask('GET', '/business')).toMatchObject({ postalAddress: typed });
  });

  const dialogs = [
    { page: '/team', open: 'Invite somebody', field: 'Email' },
    { page: '/connections', open: 'Connect something', field: 'What is it called?' },
    { page: '/journeys', open: 'New journey', field: 'What is it called?' },
    { page: '/qr-codes', open: 'Make a code', field: 'What you call it' },
  ];
  for (const { page: where, open, field } of dialogs) {
    test(`is still in the dialog “${open}” after a fault, a reload and a closed tab, until it is thrown away`, async ({
      page,
      context,
    }) => {
      const typed = `${randomUUID().slice(0, 8)}@example.com`;
      await page.goto(where);
      await page.getByRole('button', { name: open }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(field).fill(typed);
      await context.setOffline(true);
      await dialog.getByLabel(field).press('Enter');
      await expect(dialog.getByRole('alert')).toContainText('Journeyman cannot be reached');
      await expect(dialog.getByLabel(field)).toHaveValue(typed);
      await context.setOffline(false);
      await page.reload();
      await page.getByRole('button', { name: open }).first().click();
      await expect(dialog.getByLabel(field)).toHaveValue(typed);
      await page.close();

      const later = await context.newPage();
      const again = later.getByRole('dialog');
      await later.goto(where);
      await later.getByRole('button', { name: open }).first().click();
      await expect(again.getByText('This was typed before and is not sent yet.')).toBeVisible();
      await expect(again.getByLabel(field)).toHaveValue(typed);
      await again.getByRole('button', { name: 'Cancel' }).click();
      await later.getByRole('button', { name: open }).first().click();
      await expect(again.getByLabel(field)).toHaveValue('');
    });
  }

  const steps = [
    { step: 'business', field: 'Phone for customers' },
    { step: 'senders', field: 'Answers go to' },
    { step: 'test', field: 'Your email' },
  ];
  for (const { step, field } of steps) {
    test(`is still in the first step “${step}” after a closed tab, and goes when it is to begin anew`, async ({
      page,
      context,
    }) => {
      const where = `/welcome?step=${step}`;
      await page.goto(where);
      const before = await page.getByLabel(field).inputValue();
      await page.getByLabel(field).fill('half an addr');
      await page.close();
      const later = await context.newPage();
      await later.goto(where);
      await expect(later.getByLabel(field)).toHaveValue('half an addr');
      await later.getByRole('button', { name: 'Start over' }).click();
      await expect(later.getByLabel(field)).toHaveValue(before);
      await later.reload();
      await expect(later.getByLabel(field)).toHaveValue(before);
      await expect(later.getByRole('button', { name: 'Start over' })).toHaveCount(0);
    });
  }

  test('is nobody else’s: not of who signs in next, and not after signing out', async ({ page, context }) => {
    const typed = word();
    const open = () => page.getByRole('button', { name: 'New journey' }).first().click();
    const name = page.getByRole('dialog').getByLabel('What is it called?');
    await page.goto('/journeys');
    await open();
    await name.fill(typed);

    // The session runs out, and somebody else of the team signs in at the same device.
    await context.clearCookies();
    await enter(context, await colleague());
    await page.goto('/journeys');
    await open();
    await expect(name).toHaveValue('');

    await context.clearCookies();
    await signIn(context);
    await page.goto('/journeys');
    await open();
    await expect(name).toHaveValue(typed);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

    // Leaving by the door takes it along.
    await page.getByRole('button', { name: 'Your account and language' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(typed);
  });

  test('is not shown to who signs in as somebody else over the page', async ({ page, context }) => {
    const other = await colleague();
    await page.goto('/team');
    await page.getByRole('button', { name: 'Invite somebody' }).first().click();
    const invitation = page.getByRole('dialog', { name: 'Invite' });
    await invitation.getByLabel('Email').fill('theirs@example.com');
    await context.clearCookies();
    await invitation.getByLabel('Email').press('Enter');
    const again = page.getByRole('dialog', { name: 'Please sign in again' });
    await again.getByLabel('Email').fill(other.email);
    await again.getByLabel('Password').fill(other.password);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page).toHaveURL(/\/$/);
    const { items } = await ask<{ items: { email: string }[] }>('GET', '/invitations?limit=200');
    expect(items.map(({ email }) => email)).not.toContain('theirs@example.com');
  });
});

test.describe('two people who change the settings at once', () => {
  const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
  const saved = (page: Page) => page.getByText('Your settings are saved.');
  const mark = () => randomUUID().slice(0, 8);

  /** The settings, open in front of the owner and of somebody else. */
  async function both(browser: Browser): Promise<[Page, Page]> {
    const opened = [];
    for (const each of [1, 2]) {
      const context = await browser.newContext();
      if (each === 1) await signIn(context);
      else await enter(context, await colleague('admin'));
      const page = await context.newPage();
      await page.goto('/settings');
      await page.getByLabel('Postal address').waitFor();
      opened.push(page);
    }
    return opened as [Page, Page];
  }

  test('each keep theirs, also where two settings are stored as one', async ({ browser }) => {
    const [first, second] = await both(browser);
    const [address, sender, replies] = [`Street ${mark()}`, `Firm ${mark()}`, `${mark()}@example.com`];
    await first.getByLabel('Postal address').fill(address);
    await first.getByLabel('Name on emails').fill(sender);
    await second.getByLabel('Answers go to').fill(replies);
    await save(first);
    await expect(saved(first)).toBeVisible();
    await save(second);
    await expect(saved(second)).toBeVisible();
    await expect(second.getByLabel('Postal address')).toHaveValue(address);
    await expect(second.getByLabel('Name on emails')).toHaveValue(sender);
    expect(await ask('GET', '/business')).toMatchObject({
      postalAddress: address,
      settings: { senders: { email: { name: sender, replyTo: replies } } },
    });
  });

  test('are told when both changed the same, and choose', async ({ browser }) => {
    const [first, second] = await both(browser);
    const [one, other] = [`Street ${mark()}`, `Square ${mark()}`];
    const address = second.getByLabel('Postal address');
    await first.getByLabel('Postal address').fill(one);
    await address.fill(other);
    await save(first);
    await expect(saved(first)).toBeVisible();

    await save(second);
    const told = second.getByRole('alert');
    await expect(told).toContainText('Somebody else has changed this meanwhile');
    await expect(told).toContainText(`Postal address: now “${one}”`);
    await expect(address).toHaveValue(other);
    expect(await ask('GET', '/business')).toMatchObject({ postalAddress: one });

    await told.getByRole('button', { name: 'Take theirs' }).click();
    await expect(address).toHaveValue(one);
    await expect(told).toHaveCount(0);

    // Or theirs after all, knowingly.
    await address.fill(other);
    await ask('PATCH', '/business', { postalAddress: `${one} b` });
    await save(second);
    await expect(told).toContainText(`${one} b`);
    await save(second);
    await expect(saved(second)).toBeVisible();
    expect(await ask('GET', '/business')).toMatchObject({ postalAddress: other });
  });
});

interface Person {
  email: string;
  password: string;
}

/** Somebody new on the team. */
async function colleague(role = 'manager'): Promise<Person> {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const password = 'correct horse battery';
  const { token } = await ask<{ token: string }>('POST', '/invitations', { email, role });
  await ask('POST', `/invitations/${token}/acceptances`, { name: 'Rita Other', password });
  return { email, password };
}

async function enter(context: BrowserContext, { email, password }: Person): Promise<void> {
  const { url } = readInstance();
  const signedIn = await context.request.post(`${url}/api/auth/sign-in/email`, {
    headers: { origin: url },
    data: { email, password },
  });
  expect(signedIn.status()).toBe(200);
}

test('somebody who is taken off the team is told so, and what to do', async ({ page, context }) => {
  const gone = await colleague();
  await enter(context, gone);
  await page.goto('/customers');
  await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();

  const { items } = await ask<{ items: { id: string; email: string }[] }>('GET', '/members?limit=200');
  await ask('DELETE', `/members/${items.find((each) => each.email === gone.email)!.id}`);
  // Whatever the page asks next is refused; often it has asked by itself, and this link is gone.
  const next = page.getByRole('link', { name: 'Feedback' }).first();
  await next.click({ timeout: 5_000 }).catch(() => {});
  await expect(page.getByRole('heading', { level: 1 })).toContainText('You are no longer on the team of');
  await expect(page.getByText('ask them to invite you again')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});
