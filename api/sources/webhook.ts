import { verifyWebhook } from '../../lib/standard-webhooks.js';
import { parseJson } from '../read-json.js';
import { refused, type Source } from './source.js';

/**
 * A system of the business's own making: one event or an array of them, signed as Standard Webhooks 1.0.0 says.
 * Header faults are answered like a bad signature: nobody has proved who they are.
 */
export const webhook: Source = {
  verify({ body, headers }, secrets, now) {
    const verification = verifyWebhook(body, headers, secrets, now);
    if (verification.verified) return { genuine: true, deliveryId: verification.id };
    return refused(verification.message, verification.code === 'stale' ? 'stale_timestamp' : 'bad_signature');
  },

  translate: ({ body }) => ({ events: parseJson(body) }),
};
