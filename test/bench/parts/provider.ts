/** Both fake providers in one process: Resend for e-mail, Twilio for texts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeProvider } from '../../support/fakes/fake-provider.js';
import { answerCalls } from './calls.js';

const providers = [await startFakeProvider('resend'), await startFakeProvider('twilio')] as const;
const [resend, twilio] = providers;

answerCalls({
  addresses: () => ({ resend: resend.url, twilio: twilio.url }),
  forget: () => providers.forEach(({ accepted }) => (accepted.length = 0)),
  /** Resolves when so many messages have come since `forget`; answers the instant of the last, epoch milliseconds. */
  async reached(count: number) {
    while (resend.accepted.length + twilio.accepted.length < count) await sleep(10);
    return Math.max(resend.accepted.at(-1)?.at ?? 0, twilio.accepted.at(-1)?.at ?? 0);
  },
  /** When the first message to each address came, epoch milliseconds. */
  arrivals() {
    const first = new Map<string, number>();
    for (const { to, at } of resend.accepted) if (!first.has(to)) first.set(to, at);
    return [...first];
  },
  count: () => resend.accepted.length + twilio.accepted.length,
});
