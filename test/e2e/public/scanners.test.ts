import { expect, test } from '@playwright/test';
import { ask } from '../support/ask.js';
import { fromElsewhere } from '../support/from-elsewhere.js';
import { customerLinks, inDatabase, type CustomerLinks } from '../support/customer-links.js';

/**
 * Programs that check mail open every link in it, some with a real browser that runs scripts (Microsoft Defender "Safe
 * Links", and others like it). Whatever they do, they are not the customer.
 */
test.skip(({ isMobile }) => isMobile, 'Scanners are no phones; once is enough.');
let links: CustomerLinks;
test.beforeEach(async ({ context }) => {
  await context.setExtraHTTPHeaders(fromElsewhere());
  links = await customerLinks();
});

const addresses = ({ rate, stop, why, link, code }: CustomerLinks) => [
  rate,
  `${rate}?s=5`,
  `${rate}?s=1&lang=es`,
  `${rate}?change=1`,
  `${rate}/stop`,
  `${rate}/stop?done=stopped`,
  stop,
  `${stop}?channel=email&purpose=review`,
  `${stop}?List-Unsubscribe=One-Click`,
  why,
  `${why}/stop`,
  link,
  code,
  `${code}?s=1`,
];

/** Everything a person could have caused, counted. */
async function traces({ customerId, code }: CustomerLinks) {
  const [row] = await inDatabase<Record<string, string>>(
    `select (select count(*) from feedback.responses where customer_id = $1) as answers,
            (select count(*) from feedback.responses r join feedback.qr_codes q on q.id = r.qr_code_id
              where q.code = $2) as "answersByCode",
            (select count(*) from crm.consents where customer_id = $1) as consents,
            (select count(*) from messaging.suppressions) as suppressions,
            (select count(*) from feedback.review_requests where customer_id = $1 and answered_at is not null) as answered,
            (select count(*) from integrations.inbox_events
              where customer_id = $1 and origin = 'journeyman') as events,
            (select count(*) from journeys.notices where customer_id = $1) as notices`,
    [customerId, code.split('/').at(-1)],
  );
  return row;
}

async function unchangedBy(what: () => Promise<void>) {
  const before = await traces(links);
  await what();
  expect(await traces(links)).toEqual(before);
  const { items } = await ask<{ items: unknown[] }>('GET', `/customers/${links.customerId}/consents`);
  expect(items).toEqual([]);
}

for (const [who, method, headers] of [
  ['a program that reads links', 'GET', { 'user-agent': 'curl/8.5.0' }],
  ['a program that only asks whether they exist', 'HEAD', {}],
  ['a browser that loads them ahead', 'GET', { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' }],
  ['a mail program’s preview', 'GET', { 'user-agent': 'Mozilla/5.0 (compatible; GoogleImageProxy)' }],
  [
    'a scanner that calls itself a phone',
    'GET',
    { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)' },
  ],
] as const) {
  test(`${who} rates nothing and stops nothing`, async () => {
    const sent = { ...headers, ...fromElsewhere() };
    await unchangedBy(async () => {
      for (const address of addresses(links)) {
        const answer = await fetch(address, { method, headers: sent, redirect: 'manual' });
        expect({ address, status: answer.status }).toEqual({
          address,
          status: address === links.link ? 302 : 200,
        });
      }
    });
  });
}

test('a scanner with a real browser, which runs scripts, waits and scrolls, rates nothing and stops nothing', async ({
  page,
}) => {
  await unchangedBy(async () => {
    for (const address of addresses(links).filter((one) => one !== links.link)) {
      await page.goto(address, { waitUntil: 'networkidle' });
      await page.mouse.move(100, 300);
      await page.mouse.wheel(0, 2000);
      await page.evaluate('history.back');
    }
  });
});

test('a scanner that follows every link of every page does no harm either', async ({ page }) => {
  await unchangedBy(async () => {
    const origin = new URL(links.rate).origin;
    const seen = new Set<string>();
    const waiting = [links.rate, links.stop, links.why, links.code];
    while (waiting.length > 0 && seen.size < 60) {
      const address = waiting.pop()!;
      if (seen.has(address)) continue;
      seen.add(address);
      await page.goto(address);
      const found = await page
        .locator('a[href]')
        .evaluateAll((anchors) =>
          anchors.map((anchor) => String((anchor as unknown as { href: string }).href)),
        );
      waiting.push(...found.filter((one) => one.startsWith(origin)));
    }
    expect(seen.size).toBeGreaterThan(10);
  });
});

test('the person behind the scanner is heard afterwards', async ({ page }) => {
  for (const address of addresses(links))
    await fetch(address, { redirect: 'manual', headers: fromElsewhere() });
  await page.goto(`${links.rate}?s=5`);
  await expect(page.getByRole('radio', { name: /5 stars/ })).toBeChecked();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Thank you/);
  expect(await traces(links)).toMatchObject({ answers: '1', consents: '0' });
});
