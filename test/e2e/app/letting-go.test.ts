import { expect, test } from '@playwright/test';
import { ask, signIn, somebody, tabTo } from '../support/owner.js';

test.beforeEach(({ context }) => signIn(context));

test('an owner connects a system, sees a test delivery arrive and disconnects it, by keyboard alone', async ({
  page,
}) => {
  const { keyboard } = page;
  const name = `Bookings ${Date.now()}`;
  await page.goto('/connections');
  const press = async (button: string) => {
    await tabTo(page, page.getByRole('button', { name: button, exact: true }).last());
    await keyboard.press('Enter');
  };
  await press('Connect something');
  await tabTo(page, page.getByRole('textbox', { name: 'What is it called?' }));
  await keyboard.type(name);
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Copy the secret now' })).toBeVisible();
  await press('Send a test delivery');
  await expect(page.getByText('The test delivery arrived and was believed.')).toBeVisible();
  await press('Done');
  const row = page.getByRole('listitem').filter({ hasText: name });
  await tabTo(page, row.getByRole('button', { name: 'Disconnect' }));
  await keyboard.press('Enter');
  const asked = page.getByRole('dialog', { name: `Disconnect ${name}?` });
  await tabTo(page, asked.getByRole('button', { name: 'Disconnect' }));
  await keyboard.press('Enter');
  await expect(row).toHaveCount(0);
});

test('a customer who asks for it is erased, once the owner has written the name', async ({ page }) => {
  const customer = somebody('Greta');
  const { id } = await ask<{ id: string }>('POST', '/customers', {
    name: customer.name,
    email: customer.email,
  });
  await page.goto('/data');
  await page.getByLabel('Find the customer').fill(customer.email!);
  await page.getByRole('button', { name: 'Erase', exact: true }).click();
  const asked = page.getByRole('dialog', { name: `Erase ${customer.name}?` });
  const erase = asked.getByRole('button', { name: 'Erase', exact: true });
  await expect(erase).toBeDisabled();
  await asked.getByLabel('Name').fill(customer.name!);
  await erase.click();
  await expect(page.getByText('The customer is erased.')).toBeVisible();
  await expect
    .poll(() => ask('GET', `/customers/${id}`).catch(({ message }: Error) => message))
    .toContain('404');
});
