import { randomUUID } from 'node:crypto';
import { expect, type BrowserContext, type Cookie, type Locator, type Page } from '@playwright/test';
import { signWebhook } from '../../../lib/standard-webhooks.js';
import { ask } from './ask.js';
import { readInstance } from './instance.js';

export { ask };

let session: Cookie[] | undefined;

/**
 * The owner of the demo business, signed in for every page of this context. One session serves all tests while it lasts:
 * the door lets an address try fifty times in a quarter of an hour.
 */
export async function signIn(context: BrowserContext): Promise<void> {
  const { url, owner } = readInstance();
  if (!owner) throw new Error('The instance has no owner to sign in as');
  if (session) {
    await context.addCookies(session);
    if ((await context.request.get(`${url}/api/v1/business`)).ok()) return;
    await context.clearCookies();
  }
  const answer = await context.request.post(`${url}/api/auth/sign-in/email`, {
    headers: { origin: url },
    data: { email: owner.email, password: owner.password },
  });
  expect(answer.status()).toBe(200);
  session = await context.cookies(url);
}

/** A journey of this flow as a draft. */
export async function draftOf(name: string, flow: unknown): Promise<string> {
  const { id } = await ask<{ id: string }>('POST', '/journeys', { name });
  await ask('PUT', `/journeys/${id}/draft`, flow, { 'if-match': '"1"' });
  return id;
}

/** A signed delivery to the demo connection, as a system of the business's own making would post it. */
export async function deliver(event: Record<string, unknown>): Promise<void> {
  const { webhook } = readInstance();
  const body = JSON.stringify(event);
  const answer = await fetch(webhook!.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signWebhook(`msg_${randomUUID()}`, body, [webhook!.secret], new Date()),
    },
    body,
  });
  expect(answer.status).toBe(202);
}

/** Somebody new for whom it is the middle of the day, so that no quiet hour holds a message whenever this runs. */
export function somebody(firstName = 'Berta'): Record<string, string> {
  const west = (new Date().getUTCHours() - 12 + 24) % 24;
  const zone = west === 0 ? 'Etc/GMT' : west <= 12 ? `Etc/GMT+${west}` : `Etc/GMT-${24 - west}`;
  const mark = randomUUID().slice(0, 8);
  return {
    externalId: mark,
    firstName,
    name: `${firstName} ${mark}`,
    email: `${mark}@example.com`,
    phone: `+3469${String(Date.now()).slice(-7)}`,
    timezone: zone,
  };
}

/** Walk on with Tab until this has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const focused = target.and(page.locator(':focus'));
  for (let presses = 0; presses < 80; presses++) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(target)}`);
}
