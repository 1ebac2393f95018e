import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { insertBusiness } from '../../../db/businesses.js';
import { insertMember, listMembers } from '../../../db/members.js';
import { openDatabase, withBusiness } from '../../../db/tenant.js';
import { newId } from '../../../lib/ids.js';
import type { InstanceFacts } from '../../../local/instance-file.js';
import { startFakeProvider, type FakeProvider } from '../../support/fakes/fake-provider.js';
import { tabTo } from '../support/owner.js';
import { startProduct, type Product } from '../support/product.js';

// An empty house of its own: the first visit makes the owner, and that happens only once.
test.describe.configure({ mode: 'serial' });
test.setTimeout(90_000);

const owner = { name: 'Nora Lind', email: 'nora@example.com', password: 'four words in row' };
const member = { name: 'Olaf Berg', email: 'olaf@example.com', password: 'other words in row' };
let house: Product;
let mail: FakeProvider;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  mail = await startFakeProvider('postmark');
  house = await startProduct({
    DEMO: '0',
    EMAIL_PROVIDER: 'postmark',
    EMAIL_FROM: 'Journeyman <hello@example.com>',
    POSTMARK_TOKEN: 'token',
    POSTMARK_API_URL: mail.url,
  });
});
test.afterAll(async () => {
  await house?.stop();
  await mail?.close();
});

test('the first visit makes the business and its owner, by keyboard alone', async ({ browser }) => {
  const page = await visit(browser, '/');
  await expect(page.getByRole('heading', { level: 1, name: 'Set up your business' })).toBeVisible();
  const fill = async (label: string, text: string) => {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  };
  await fill('Name of your business', 'Lind Heating');
  await tabTo(page, page.getByLabel('Trade', { exact: true }));
  await fill('Your name', owner.name);
  await fill('Your email', owner.email);
  await fill('Choose a password', 'short');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Choose a password')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Your name')).toHaveValue(owner.name);
  // Loaded again, everything is still there but the password, which is kept nowhere.
  await page.reload();
  await expect(page.getByLabel('Name of your business', { exact: true })).toHaveValue('Lind Heating');
  await expect(page.getByLabel('Your email', { exact: true })).toHaveValue(owner.email);
  await expect(page.getByLabel('Choose a password')).toHaveValue('');
  await page.getByLabel('Choose a password').focus();
  await page.keyboard.type(owner.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/welcome/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.context().close();
});

test('somebody who is invited joins with the link and signs in', async ({ browser }) => {
  const page = await signedIn(browser, owner);
  await page.goto('/team');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByLabel('Email').fill(member.email);
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await page.getByRole('dialog', { name: 'Invitation made' }).locator('code').innerText();
  expect(mail.accepted.at(-1)).toMatchObject({ to: expect.stringContaining(member.email) });
  await page.context().close();

  const guest = await visit(browser, link);
  await guest.getByLabel('Your name').fill(member.name);
  await guest.getByLabel('Password').fill(member.password);
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByText('You have joined Lind Heating.')).toBeVisible();
  await guest.getByRole('link', { name: 'Sign in' }).click();
  await signIn(guest, member);
  await guest.goto(link);
  await guest.getByLabel('Password').fill(member.password);
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByRole('alert')).toContainText('no longer works');
  await guest.context().close();
});

test('a forgotten password is chosen anew with the link that was mailed', async ({ browser }) => {
  const page = await visit(browser, '/sign-in');
  await page.getByLabel('Email').fill(owner.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('do not belong together')).toBeVisible();
  await expect(page.getByLabel('Password')).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveValue(owner.email);
  await page.getByRole('button', { name: 'I forgot my password' }).click();
  await page.getByLabel('Email').fill(owner.email);
  await page.getByRole('button', { name: 'Send me the link' }).click();
  await expect(page.getByText('a link is on its way')).toBeVisible();
  const linkMailed = () => /https?:\S+\/reset-password#\S+/.exec(mail.accepted.at(-1)?.text ?? '')?.[0];
  await expect.poll(linkMailed).toBeTruthy();
  await page.goto(linkMailed()!);
  owner.password = 'an entirely new one';
  await page.getByLabel('New password').fill(owner.password);
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, owner);
  await page.context().close();
});

test('who owns two businesses goes from one to the other', async ({ browser }) => {
  const page = await signedIn(browser, owner);
  await alsoOwns(page, 'Lind Cafe');
  await page.reload();
  await page.getByRole('button', { name: 'Your account and language' }).click();
  await page.getByLabel('Business').selectOption('Lind Cafe');
  await expect(page.getByRole('button', { name: 'Your account and language' })).toContainText('Lind Cafe');
  await page.goto('/settings');
  await expect(page.getByLabel('Name', { exact: true }).first()).toHaveValue('Lind Cafe');

  // One that is gone since, or that somebody else chose on this device, locks nobody out.
  await page.evaluate((gone) => localStorage.setItem('journeyman.business', gone), newId());
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Your account and language' })).toContainText('Lind Heating');
  await page.context().close();
});

test('who is taken off the team is out at once, and what they did stays', async ({ browser }) => {
  const theirs = await signedIn(browser, member);
  const page = await signedIn(browser, owner);
  await page.goto('/team');
  const row = page.getByRole('listitem').filter({ hasText: member.name });
  await row.getByRole('button', { name: 'Take access away' }).click();
  const asked = page.getByRole('dialog', { name: `Take access from ${member.name}?` });
  await asked.getByRole('button', { name: 'Take access away' }).click();
  await expect(row).toHaveCount(0);
  await theirs.goto('/customers');
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('You are not on this team');
  await expect(theirs.getByText('ask them to invite you again')).toBeVisible();
  await expect(theirs.getByRole('navigation')).toHaveCount(0);
  await theirs.context().close();
  await page.context().close();
});

async function visit(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: house.url, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

async function signedIn(browser: Browser, who: { email: string; password: string }): Promise<Page> {
  const page = await visit(browser, '/sign-in');
  await signIn(page, who);
  return page;
}

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' }).first()).toBeVisible();
}

/** A second business for the owner, as whoever runs this Journeyman makes it. */
async function alsoOwns(page: Page, name: string): Promise<void> {
  const facts = JSON.parse(readFileSync(path.join(house.folder, 'instance.json'), 'utf8')) as InstanceFacts;
  const database = openDatabase({ url: facts.databaseUrl, role: 'app_user', max: 1 });
  try {
    const { businessId } = (await (await page.request.get('/api/v1/me')).json()) as { businessId: string };
    const nora = await withBusiness(database, { businessId }, async (tx) =>
      (await listMembers(tx, null, 10)).find(({ email }) => email === owner.email),
    );
    await withBusiness(database, { businessId: newId() }, async (tx) => {
      await insertBusiness(tx, {
        name,
        kind: 'restaurant',
        timezone: 'Europe/Oslo',
        locale: 'en',
        country: 'NO',
        currency: 'NOK',
      });
      await insertMember(tx, { userId: nora!.userId, email: owner.email, name: owner.name, role: 'owner' });
    });
  } finally {
    await database.close();
  }
}
