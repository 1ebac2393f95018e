import { expect, test, type Page } from '@playwright/test';
import { ask } from './support/ask.js';
import { signIn } from './support/owner.js';

const reply = {
  entry: { on: 'event', type: 'job_completed' },
  first: 'mail',
  steps: [
    {
      id: 'mail',
      kind: 'email',
      settings: {
        purpose: 'service',
        subject: 'All well?',
        body: 'Hello {{ customer.firstName | default: "you" }}',
      },
      exits: { sent: 'wait', undeliverable: 'wait' },
    },
    {
      id: 'wait',
      kind: 'wait_for_event',
      settings: { events: [{ name: 'paid', type: 'invoice_paid' }], timeout: 'P3D' },
      exits: { paid: null, timed_out: 'ask' },
    },
    {
      id: 'ask',
      kind: 'review_request',
      settings: { channels: ['email'], subject: 'How did we do?', body: 'How did we do? {{ ratingLink }}' },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: { goals: [{ type: 'feedback_received' }] },
};
const withoutAsk = {
  ...reply,
  steps: reply.steps
    .filter(({ id }) => id !== 'ask')
    .map((step) => (step.id === 'wait' ? { ...step, exits: { paid: null, timed_out: null } } : step)),
};

async function saveDraft(id: string, flow: unknown) {
  const { etag } = await ask<{ etag: string }>('GET', `/journeys/${id}/draft`);
  await ask('PUT', `/journeys/${id}/draft`, flow, { 'if-match': etag });
}

async function drawn(): Promise<string> {
  const { id } = await ask<{ id: string }>('POST', '/journeys', { name: 'To be tried out' });
  await saveDraft(id, reply);
  return id;
}

async function openTestRun(page: Page, journeyId: string) {
  await signIn(page.context());
  await page.goto(`/journeys/${journeyId}`);
  await page.getByRole('button', { name: 'Test run' }).first().click();
  await expect(page.getByRole('heading', { name: 'Test run' })).toBeFocused();
}

test('a journey is tried on a real customer, who pays, and the way lights up to where it ends', async ({
  page,
}) => {
  const id = await drawn();
  await ask('POST', '/customers', { name: 'Wanda Quill', email: `wanda-${id}@example.com` });
  await openTestRun(page, id);

  const who = page.getByRole('combobox', { name: 'Try it on' });
  await who.click();
  await who.fill('quill');
  await expect(page.getByRole('option', { name: /Wanda Quill/ }).first()).toBeVisible();
  await who.press('Enter');
  await page.getByRole('button', { name: 'Run', exact: true }).click();

  const story = page.getByRole('region', { name: 'What would happen' });
  await expect(story.getByRole('listitem')).toHaveText([
    /A job is finished/,
    /Send an email.*All well\?Hello Wanda/s,
    /Wait for something.*Up to 3 days|Wait for something/s,
    /Ask for a rating/,
    /Finish/,
  ]);
  await expect(page.locator('.rh-lit')).toHaveCount(5);

  await story.getByLabel('Meanwhile, Wanda').selectOption('Happens: An invoice is paid');
  await expect(story.getByRole('listitem')).toHaveText([
    /job is finished/,
    /Send an email/,
    /Paid/,
    /Finish/,
  ]);
  await expect(page.locator('.rh-lit')).toHaveCount(4);
  expect((await ask<{ items: unknown[] }>('GET', `/journeys/${id}/enrollments`)).items).toEqual([]);
});

test('a kept case says what a change of the draft does to it', async ({ page }) => {
  const id = await drawn();
  await openTestRun(page, id);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Keep this as a case' }).click();
  await page.getByLabel('Name of the case').fill('Nobody answers');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('“Nobody answers” is kept.')).toBeVisible();

  await saveDraft(id, withoutAsk);
  await openTestRun(page, id);
  await page.getByText('Saved', { exact: true }).click();
  await expect(page.getByText('Comes out differently', { exact: true })).toBeVisible();
  await expect(page.getByText('No longer sent: the email “How did we do?”.')).toBeVisible();
  await page.getByRole('button', { name: 'This is right now' }).click();
  await expect(page.getByText('The case comes out as before.')).toBeVisible();
});

test('what happened in the last ninety days is counted, and an example opens', async ({ page }) => {
  const id = await drawn();
  const type = `custom_checked_${id.slice(0, 13).replace('-', '_')}`;
  await saveDraft(id, { ...reply, entry: { on: 'event', type } });
  const sent = Array.from({ length: 3 }, (_, index) => ({
    id: `${id} ${index}`,
    type,
    occurredAt: new Date(Date.now() - (index + 2) * 86_400_000).toISOString(),
    customer: { name: `Guest ${index}`, email: `guest-${index}-${id}@example.com` },
  }));
  await ask('POST', '/events', sent);
  await expect
    .poll(async () => {
      const { items } = await ask<{ items: { status: string }[] }>('GET', `/events?type=${type}`);
      return items.filter(({ status }) => status === 'received').length;
    })
    .toBe(0);

  await openTestRun(page, id);
  await page.getByText('Last 90 days', { exact: true }).click();
  await page.getByRole('button', { name: 'Go through the last 90 days' }).click();
  await expect(page.getByRole('heading', { name: /^3 of 3 would have come in$/ })).toBeVisible();
  await expect(page.getByText('6 messages: all of them emails.')).toBeVisible();
  await page
    .getByRole('button', { name: /^Open Guest/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'What would happen' }).getByRole('listitem')).toHaveCount(5);
});
