import type { BusinessRow } from '../../db/businesses.js';
import { logoAt } from '../../lib/logo.js';
import { prepareEmail } from '../../lib/render/email.js';
import { renderSms } from '../../lib/render/sms.js';
import type { MessageLinks } from '../../workflows/flow/merge-fields.js';
import type { RehearsalMessage } from '../../workflows/flow/rehearse.js';
import { asCounted } from '../../workflows/flow/as-counted.js';
import { segmentsOf } from '../../workflows/flow/segments.js';

/** As long as a real one, so that a text counts as many parts as it will. */
const EXAMPLE_TOKEN = 'ExampleOfAPrivateLink1';

/** Links as a message would carry them, leading nowhere. */
export function exampleLinks(publicUrl: string, business: BusinessRow): MessageLinks {
  const [review] = (business.reviewLinks as { url: string }[] | null) ?? [];
  return {
    ratingLink: `${publicUrl}/r/${EXAMPLE_TOKEN}`,
    unsubscribeLink: `${publicUrl}/u/${EXAMPLE_TOKEN}`,
    whyLink: `${publicUrl}/why/${EXAMPLE_TOKEN}`,
    ...(review && { publicReviewLink: review.url }),
  };
}

/**
 * The words in the dress they would wear: an e-mail with its foot, a text with its way out. Addresses stay readable; a
 * text is counted with the short ones it will carry instead.
 */
export function asSent(
  { countsClicks, ...message }: RehearsalMessage,
  business: BusinessRow,
  links: MessageLinks,
  publicUrl: string,
): Omit<RehearsalMessage, 'countsClicks'> & { html: string | null } {
  const filled = (text: string) => ({ text });
  const { channel, subject, text: body, purpose, language } = message;
  if (channel === 'sms') {
    const sms = renderSms({ body, language, optOut: purpose === 'marketing' }, null, filled);
    const text = 'text' in sms ? sms.text : body;
    const counted = countsClicks ? asCounted(text, publicUrl) : text;
    return { ...message, text, html: null, segments: segmentsOf(counted).parts };
  }
  const email = prepareEmail(
    {
      subject: subject ?? '',
      body,
      language,
      business: { ...business, logo: logoAt(publicUrl, business.logoUrl) },
    },
    filled,
  )(null, {
    why: links.whyLink ?? '',
    unsubscribe: links.unsubscribeLink ?? '',
  });
  return 'text' in email ? { ...message, ...email } : { ...message, html: null };
}
