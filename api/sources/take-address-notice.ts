import { insertEvents } from '../../db/inbox.js';
import { liftSuppression, lockCustomerByEmail, suppressAddress } from '../../db/suppressions.js';
import { withBusiness } from '../../db/tenant.js';
import type { ApiDeps } from '../deps.js';
import { ownEvent } from '../../db/own-event.js';
import type { AddressNotice } from './source.js';
import { refuseAll } from './take-receipt.js';

/**
 * A provider shut or reopened an address. What shut it counts at once, for whoever has the address. Reopening takes back
 * a bounce only: a mailbox may come to exist again, but that somebody at the provider presses a button is no permission
 * from a person who complained or unsubscribed.
 */
export async function takeAddressNotice(
  businessId: string,
  { provider, address, is, because, at }: AddressNotice,
  deps: Pick<ApiDeps, 'database' | 'keys' | 'now'>,
): Promise<void> {
  await deps.keys.ensure(businessId);
  await withBusiness(deps.database, { businessId, actor: `provider:${provider}` }, async (tx) => {
    const person = await lockCustomerByEmail(tx, address);
    if (is === 'reopened') {
      await liftSuppression(tx, { channel: 'email', address, because, reasons: ['bounced'] });
      return;
    }
    const isNew = await suppressAddress(tx, { channel: 'email', address, reason: is, detail: because });
    if (!isNew || is === 'bounced' || !person) return;
    await refuseAll(tx, { id: null, customerId: person.id, channel: 'email' }, because);
    const event = await ownEvent(deps.keys, businessId, {
      type: 'unsubscribed',
      customerId: person.id,
      subject: null,
      depth: 0,
      occurredAt: at ?? deps.now(),
      data: {
        channel: 'email',
        purposes: ['service', 'review', 'marketing'],
        via: is === 'complained' ? 'complaint' : 'provider',
      },
    });
    await insertEvents(tx, [event]);
  });
}
