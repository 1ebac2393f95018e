import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
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
    await again.getByLabel('E-mail').fill(email);
    await again.getByLabel('Password').fill(password!);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Your settings are saved.')).toBeVisible();
    expect(await ask('GET', '/business')).toMatchObject({ postalAddress: typed });
  });

  const dialogs = [
    { page: '/team', open: 'Invite somebody', field: 'E-mail' },
    { page: '/connections', open: 'Connect something', field: 'What is it called?' },
  ];
  for (const { page: where, open, field } of dialogs) {
    test(`is still in the dialog “${open}” after a fault and after a reload`, async ({ page, context }) => {
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
    });
  }
});

test('somebody who is taken off the team is told so, and what to do', async ({ page, context }) => {
  const { url } = readInstance();
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const password = 'correct horse battery';
  const { token } = await ask<{ token: string }>('POST', '/invitations', { email, role: 'manager' });
  await ask('POST', `/invitations/${token}/acceptances`, { name: 'Rita Gone', password });
  const signedIn = await context.request.post(`${url}/api/auth/sign-in/email`, {
    headers: { origin: url },
    data: { email, password },
  });
  expect(signedIn.status()).toBe(200);
  await page.goto('/customers');
  await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();

  const { items } = await ask<{ items: { id: string; email: string }[] }>('GET', '/members?limit=200');
  await ask('DELETE', `/members/${items.find((each) => each.email === email)!.id}`);
  // Whatever the page asks next is refused; often it has asked by itself, and this link is gone.
  const next = page.getByRole('link', { name: 'Feedback' }).first();
  await next.click({ timeout: 5_000 }).catch(() => {});
  await expect(page.getByRole('heading', { level: 1 })).toContainText('You are no longer on the team of');
  await expect(page.getByText('ask them to invite you again')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});
