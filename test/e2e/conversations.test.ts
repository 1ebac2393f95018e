import { createHmac, randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { ask } from './support/ask.js';
import { readInstance } from './support/instance.js';
import { signIn } from './support/owner.js';

/** A customer texts the business; its owner reads that in the app, and answers. */
const TOKEN = 'an-auth-token-of-twilio';
let door: string;

test.beforeAll(async () => {
  const { url } = await ask<{ url: string }>('POST', '/connections', {
    source: 'twilio',
    name: 'Twilio',
    secret: TOKEN,
  });
  door = new URL(url).pathname;
});

test.beforeEach(({ context }) => signIn(context));

async function somebody() {
  const phone = `+3461${String(Date.now()).slice(-8)}`;
  const name = `Noor ${randomUUID().slice(0, 6)}`;
  const { id } = await ask<{ id: string }>('POST', '/customers', { name, phone });
  return { id, name, phone };
}

/** A form as Twilio signs it: base64(HMAC-SHA1(auth token, address + sorted fields)). */
async function texts(from: string, Body: string, media: Record<string, string> = {}) {
  const fields: Record<string, string> = {
    ...media,
    MessageSid: `SM${randomUUID()}`,
    SmsStatus: 'received',
    From: from,
    To: '+15005550006',
    Body,
  };
  const address = readInstance().url + door;
  const signed = Object.keys(fields)
    .sort()
    .reduce((text, key) => text + key + fields[key], address);
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'x-twilio-signature': createHmac('sha1', TOKEN).update(signed, 'utf8').digest('base64') },
    body: new URLSearchParams(fields),
  });
  expect(answer.status).toBe(200);
}

const barriers = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

for (const colorScheme of ['light', 'dark'] as const) {
  test(`an owner reads what a customer texted, and answers (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const noor = await somebody();
    await texts(noor.phone, 'Is it Tuesday?');
    await page.goto('/conversations?show=unread');
    await page.getByRole('link', { name: noor.name }).click();
    await expect(page.getByRole('log')).toContainText('Is it Tuesday?');
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('textbox', { name: /Answer Noor/ }).fill('Yes, at nine.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    // At night the app asks first; the customer waits for an answer, so it may leave.
    const anyway = page.getByRole('button', { name: 'Send it now' });
    await expect(anyway.or(page.getByRole('log').getByText('Yes, at nine.'))).toBeVisible();
    if (await anyway.isVisible()) await anyway.click();
    await expect(page.getByRole('log')).toContainText(/Yes, at nine\..*Sent/s, { timeout: 15_000 });
    await expect(page.getByRole('textbox', { name: /Answer Noor/ })).toHaveValue('');
  });
}

test('a text that nobody has read stands on Home until it is read', async ({ page }) => {
  const noor = await somebody();
  await texts(noor.phone, 'The key is under the mat.');
  await page.goto('/');
  const all = page.getByRole('button', { name: /^Show all/ });
  const row = page.getByRole('listitem').filter({ hasText: `${noor.name} texted you` });
  await expect(all.or(row)).toBeVisible();
  if (await all.isVisible()) await all.click();
  await expect(row).toContainText('“The key is under the mat.”');
  await row.getByRole('link', { name: 'Answer' }).click();
  await expect(page.getByRole('log')).toContainText('The key is under the mat.');
});

/** What Twilio adds to a text for each file that came with it. */
const withFiles = (...types: string[]) => ({
  NumMedia: String(types.length),
  ...Object.fromEntries(
    types.flatMap((type, index) => [
      [`MediaContentType${index}`, type],
      [
        `MediaUrl${index}`,
        `https://api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages/MM${'1'.repeat(32)}/Media/ME${'2'.repeat(31)}${index}`,
      ],
    ]),
  ),
});
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a picture a customer texted is seen small, opens large, and one that is gone says what to do', async ({
  page,
}) => {
  // The network begins at Twilio, which is not here: what our server answers when it is, its own tests hold.
  await page.route('**/api/v1/messages/*/attachments/*', (route) =>
    route.request().url().endsWith('/0')
      ? route.fulfill({ contentType: 'image/png', body: Buffer.from(DOT, 'base64') })
      : route.fulfill({
          status: 410,
          contentType: 'application/problem+json',
          body: JSON.stringify({ status: 410, code: 'gone', detail: 'Twilio no longer has this picture.' }),
        }),
  );
  const noor = await somebody();
  await texts(noor.phone, 'It drips here', withFiles('image/jpeg', 'image/jpeg', 'video/mp4'));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/conversations/${noor.id}`);
  const log = page.getByRole('log');
  await expect(log).toContainText('Twilio no longer has this picture.');
  await expect(log).toContainText('Noor sent a video');
  await page.getByRole('button', { name: 'Picture from Noor' }).click();
  const large = page.getByRole('dialog', { name: /^Picture from Noor, / });
  await expect(large.getByRole('img', { name: 'Picture from Noor' })).toBeVisible();
  await expect(large.getByRole('link', { name: 'Save' })).toHaveAttribute('download', /\.png$/);
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Picture from Noor' })).toBeFocused();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
});

test('somebody who has stopped texts cannot be answered, and the app says what to do instead', async ({
  page,
}) => {
  const noor = await somebody();
  await texts(noor.phone, 'STOP');
  await texts(noor.phone, 'How much was it?');
  await page.goto(`/conversations/${noor.id}`);
  await expect(page.getByText(/has stopped texts from you.*Call instead/)).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
});

test('what was typed and not sent is still there after looking elsewhere', async ({ page }) => {
  const noor = await somebody();
  await texts(noor.phone, 'Hello?');
  await page.goto(`/conversations/${noor.id}`);
  await page.getByRole('textbox', { name: /Answer Noor/ }).fill('I will look it up');
  await page.goto(`/customers/${noor.id}`);
  await page.goto(`/conversations/${noor.id}`);
  await expect(page.getByRole('textbox', { name: /Answer Noor/ })).toHaveValue('I will look it up');
});

test('a conversation fits a phone', async ({ page }) => {
  const noor = await somebody();
  await texts(noor.phone, `A long word: ${'x'.repeat(200)}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/conversations/${noor.id}`);
  await expect(page.getByRole('log')).toContainText('A long word');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await page.getByRole('link', { name: 'All conversations' }).click();
  await expect(page.getByRole('link', { name: noor.name })).toBeVisible();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
});
