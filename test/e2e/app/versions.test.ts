import { expect, test, type Page } from '@playwright/test';
import { ask, draftOf, signIn, somebody as anybody } from '../support/owner.js';

/** What an owner does with a journey that people are inside of: publish anew, pause it, step in for one of them. */
test.setTimeout(90_000);
test.beforeEach(({ context }) => signIn(context));

let made = 0;
/** Without a phone: two made in the same moment would share it, and be one customer. */
const somebody = (firstName?: string): Record<string, string | undefined> => ({
  ...anybody(firstName),
  phone: undefined,
});
const newType = () => `custom_e2e_${Date.now()}_${++made}`;
const wait = (id: string, next: string | null, duration = 'P9D') => ({
  id,
  kind: 'wait',
  settings: { duration },
  exits: { done: next },
});
const tag = (id: string, next: string | null) => ({
  id,
  kind: 'update_customer',
  settings: { addTags: [id] },
  exits: { done: next },
});
const flowOf = (type: string, ...steps: { id: string }[]) => ({
  entry: { on: 'event', type },
  first: steps[0]!.id,
  steps,
  rules: {},
});

interface Passage {
  id: string;
  version: number;
  status: string;
  stepId: string | null;
  pausedAt: string | null;
}
const inside = async (id: string) =>
  (await ask<{ items: Passage[] }>('GET', `/enrollments?journeyId=${id}`)).items;
const publish = (id: string) => ask('POST', `/journeys/${id}/versions`, {});
async function saveDraft(id: string, flow: unknown): Promise<void> {
  const { etag } = await ask<{ etag: string }>('GET', `/journeys/${id}/draft`);
  await ask('PUT', `/journeys/${id}/draft`, flow, { 'if-match': etag });
}

/** Let it happen to so many, and wait until each stands at this step. */
async function comeIn(id: string, type: string, count: number, stepId: string): Promise<Passage[]> {
  await ask(
    'POST',
    '/events',
    Array.from({ length: count }, () => ({ type, customer: somebody() })),
  );
  await expect
    .poll(async () => (await inside(id)).filter((one) => one.stepId === stepId).length, { timeout: 20_000 })
    .toBe(count);
  return inside(id);
}

async function openPublish(page: Page, id: string, version: number) {
  await page.goto(`/journeys/${id}`);
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog', { name: new RegExp(`^Publish version ${version}`) });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('people who wait are moved, left to finish or let go, and it comes out as the dialog said', async ({
  page,
}) => {
  const type = newType();
  const id = await draftOf(`Landing ${Date.now()}`, flowOf(type, wait('a', null)));
  await publish(id);
  await comeIn(id, type, 2, 'a');
  await saveDraft(id, flowOf(type, wait('b', null)));
  const dialog = await openPublish(page, id, 2);
  await expect(dialog.getByText('2 customers are inside; you decide below where they land.')).toBeVisible();
  await expect(dialog.getByText('this step is removed')).toBeVisible();
  const choice = dialog.getByRole('radiogroup', { name: /What happens to the 2/ });
  await choice.getByText('Move', { exact: true }).click();
  const where = dialog.getByLabel('Where they go');
  if ((await where.count()) > 0) await where.selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await inside(id)).map(({ version, stepId }) => `${version} ${stepId}`), {
      timeout: 20_000,
    })
    .toEqual(['2 b', '2 b']);

  await saveDraft(id, flowOf(type, wait('c', null)));
  const third = await openPublish(page, id, 3);
  await third
    .getByRole('radiogroup', { name: /What happens to the 2/ })
    .getByText('End', { exact: true })
    .click();
  await third.getByRole('button', { name: 'Publish version 3' }).click();
  await expect(third).toHaveCount(0);
  await expect
    .poll(async () => (await inside(id)).map(({ status }) => status))
    .toEqual(['stopped', 'stopped']);

  await page.goto(`/journeys/${id}/versions?from=1&to=2`);
  await expect(page.getByText('2 customers moved to it')).toBeVisible();
  await page.goto(`/journeys/${id}/versions?from=2&to=3`);
  await expect(page.getByText('2 customers were let go')).toBeVisible();
});

test('nothing is published while the numbers shown are no longer true', async ({ page }) => {
  const type = newType();
  const id = await draftOf(`Moved on ${Date.now()}`, flowOf(type, wait('a', null)));
  await publish(id);
  const [one] = await comeIn(id, type, 2, 'a');
  await saveDraft(id, flowOf(type, wait('a', 'b'), tag('b', null)));
  const dialog = await openPublish(page, id, 2);
  await expect(dialog.getByText('Where the 2 customers inside land')).toBeVisible();
  await ask('POST', `/enrollments/${one!.id}/stop`, {});
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(dialog.getByRole('alert')).toContainText('People have moved on');
  await expect(dialog.getByText('Where the 1 customer inside lands')).toBeVisible();
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await inside(id)).filter(({ status }) => status === 'active')).toMatchObject([{ version: 1 }]);
});

test('whoever matches already is taken in when the owner says so', async ({ page }) => {
  const type = newType();
  await ask(
    'POST',
    '/events',
    [1, 2, 3].map(() => ({ type, customer: somebody() })),
  );
  const id = await draftOf(`Already ${Date.now()}`, flowOf(type, wait('a', null)));
  const dialog = await openPublish(page, id, 1);
  await expect(dialog.getByText(/^It has happened to 3 customers in the last/)).toBeVisible({
    timeout: 20_000,
  });
  await dialog.getByText('Take 3 in now', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByText('3 customers who matched already are being taken in.')).toBeVisible();
  await expect
    .poll(async () => (await inside(id)).map(({ stepId }) => stepId), { timeout: 20_000 })
    .toEqual(['a', 'a', 'a']);
});

test('an old version comes back as the draft, and the unpublished work is kept beside it', async ({
  page,
}) => {
  const name = `Back ${Date.now()}`;
  const type = newType();
  const id = await draftOf(name, flowOf(type, wait('a', null, 'P1D')));
  await publish(id);
  await saveDraft(id, flowOf(type, wait('a', null, 'P2D')));
  await publish(id);
  await saveDraft(id, flowOf(type, wait('a', null, 'P3D')));
  await page.goto(`/journeys/${id}/versions?from=nothing&to=1`);
  await page.getByRole('button', { name: 'Bring version 1 back as draft' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bring version 1 back?' });
  await expect(dialog.getByRole('checkbox')).toBeChecked();
  await dialog.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByText(/^Version 1 is your draft now/).first()).toBeVisible();
  const days = async (journey: string) =>
    (
      await ask<{ flow: { steps: { settings: { duration: string } }[] } }>(
        'GET',
        `/journeys/${journey}/draft`,
      )
    ).flow.steps[0]!.settings.duration;
  await expect.poll(() => days(id)).toBe('P1D');
  const { items } = await ask<{ items: { id: string; name: string }[] }>('GET', '/journeys');
  const copy = items.find((one) => one.name === `${name} (draft before version 1 came back)`);
  expect(await days(copy!.id)).toBe('P3D');
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await expect.poll(() => days(id)).toBe('P3D');
});

test('one customer is held, let go on, moved, sent back, and ended, each with its reason in the story', async ({
  page,
}) => {
  const type = newType();
  const id = await draftOf(
    `Hands ${Date.now()}`,
    flowOf(type, tag('begun', 'a'), wait('a', 'b'), wait('b', 'c', 'P4D'), wait('c', null, 'P5D')),
  );
  await publish(id);
  const [ana] = await comeIn(id, type, 1, 'a');
  await page.goto(`/passages/${ana!.id}`);
  const now = () => ask<Passage>('GET', `/enrollments/${ana!.id}`);
  const step = async (act: string, why: string, choose?: string) => {
    await page.getByRole('button', { name: new RegExp(`^${act}`) }).click();
    const dialog = page.getByRole('dialog', { name: act });
    if (choose) {
      const option = dialog.getByRole('option', { name: choose });
      await dialog.getByLabel('Which step').selectOption((await option.getAttribute('value'))!);
    }
    await dialog.getByLabel('Why? It will stand in the story.').fill(why);
    await dialog.getByRole('button', { name: act }).click();
    await expect(dialog).toHaveCount(0);
  };
  const standsAt = (stepId: string) =>
    expect.poll(async () => (await now()).stepId, { timeout: 20_000 }).toBe(stepId);

  await step('Skip this step', 'She asked to hurry.');
  await standsAt('b');
  await step('Hold here', 'On holiday.');
  await expect(page.getByText('On hold: nothing happens until somebody lets it go on.')).toBeVisible();
  expect((await now()).pausedAt).not.toBeNull();
  await step('Let it go on', 'Home again.');
  await expect.poll(async () => (await now()).pausedAt).toBeNull();
  await step('Move to another step', 'Straight to the end.', 'Wait 5 days');
  await standsAt('c');
  await step('Do a step again', 'The first was a mistake.', 'Wait 9 days');
  await standsAt('a');
  await step('End this journey', 'She moved away.');
  await expect(page.getByText(/^Over since .*: She moved away\.$/)).toBeVisible();

  const { timeline } = await ask<{ timeline: { reason: { message: string } | null }[] }>(
    'GET',
    `/enrollments/${ana!.id}`,
  );
  const said = timeline.map(({ reason }) => reason?.message ?? '').join('\n');
  for (const why of [
    'She asked to hurry.',
    'On holiday.',
    'Home again.',
    'Straight to the end.',
    'The first was a mistake.',
    'She moved away.',
  ])
    expect(said).toContain(why);
});

test('a pause takes nobody in or holds everybody, and going on says for how many something is overdue', async ({
  page,
}) => {
  const type = newType();
  const id = await draftOf(
    `Pause ${Date.now()}`,
    flowOf(type, wait('a', 'b', 'PT10S'), tag('b', 'c'), wait('c', null)),
  );
  await publish(id);
  const openPause = async () => {
    await page.goto(`/journeys/${id}`);
    await page.getByRole('button', { name: 'More', exact: true }).first().click();
    await page.getByRole('button', { name: /^Pause…/ }).click();
    return page.getByRole('dialog');
  };
  const first = await openPause();
  await first.getByRole('button', { name: /^No new people/ }).click();
  await expect(first).toHaveCount(0);
  const [late] = (await ask<{ items: { id: string }[] }>('POST', '/events', { type, customer: somebody() }))
    .items;
  await expect
    .poll(
      async () =>
        (await ask<{ matches: { outcome: string }[] }>('GET', `/events/${late!.id}`)).matches.map(
          ({ outcome }) => outcome,
        ),
      { timeout: 20_000 },
    )
    .toEqual(['ignored']);
  await ask('DELETE', `/journeys/${id}/pause`);

  // Their wait is short: what holds them is at hand before they come in.
  const second = await openPause();
  await comeIn(id, type, 2, 'a');
  await second.getByRole('button', { name: /^Hold everybody/ }).click();
  await expect(second).toHaveCount(0);
  const overdue = async () =>
    (await ask<{ counts: { overdue: number } }>('GET', `/journeys/${id}`)).counts.overdue;
  await expect.poll(overdue, { timeout: 20_000 }).toBe(2);
  expect((await inside(id)).map(({ stepId }) => stepId)).toEqual(['a', 'a']);
  await page.goto(`/journeys/${id}`);
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.getByRole('button', { name: /^Let it go on…/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('For 2 of 2 inside, something fell due meanwhile.')).toBeVisible();
  await dialog.getByRole('button', { name: /^Do it all at once/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await inside(id)).map(({ stepId }) => stepId), { timeout: 20_000 })
    .toEqual(['c', 'c']);
});

test('behind the number on an arm are the people who went that way, on the canvas and in the list', async ({
  page,
}) => {
  const type = newType();
  const branch = {
    id: 'ask',
    kind: 'branch',
    settings: { arms: [{ name: 'Big', when: { field: 'event.data.seats', op: 'gte', value: 6 } }] },
    exits: { Big: 'a', otherwise: 'b' },
  };
  const id = await draftOf(`Arms ${Date.now()}`, flowOf(type, branch, wait('a', null), wait('b', null)));
  await publish(id);
  const [big, small] = [somebody('Gross'), somebody('Klein')];
  await ask('POST', '/events', [
    { type, customer: big, data: { seats: 8 } },
    { type, customer: small, data: { seats: 2 } },
  ]);
  await expect.poll(async () => (await inside(id)).length, { timeout: 20_000 }).toBe(2);
  const lookBehind = async (arm: RegExp, name: string) => {
    await page.getByRole('button', { name: arm }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('listitem')).toHaveText([new RegExp(name)]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  await page.goto(`/journeys/${id}`);
  await lookBehind(/^1 time: Big\. Show who/, big.name!);
  await lookBehind(/^1 time: Otherwise\. Show who/, small.name!);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/journeys/${id}`);
  await lookBehind(/^1 time: Big\. Show who/, big.name!);
});

test('a message is not promised to the owner’s own phone while nothing leaves', async ({ page }) => {
  const text = {
    id: 'say',
    kind: 'sms',
    settings: { purpose: 'service', body: 'Hello' },
    exits: { sent: null, undeliverable: null },
  };
  const id = await draftOf(`Test ${Date.now()}`, flowOf(newType(), text));
  await page.goto(`/journeys/${id}`);
  await page.locator('[data-item="say"]').click();
  await page.getByRole('button', { name: 'Send this to me' }).click();
  await page.getByLabel('Which number?').fill('+34 600 111 222');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Texts do not leave yet/)).toBeVisible();
  await expect(page.getByLabel('Which number?')).toHaveValue('+34 600 111 222');
});
