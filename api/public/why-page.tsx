import type { PublicBusiness } from '../../db/public-business.js';
import type { Channel, Purpose } from '../../workflows/flow/purposes.js';
import { ContactLines } from './plain-page.js';
import { renderPage } from './layout.js';
import { words, type Language } from './words.js';

export interface WhyPage {
  language: Language;
  nonce: string;
  here: string;
  business: PublicBusiness;
  /** What set the journey going; null when somebody sent it by hand. */
  event: { type: string; date: string } | null;
  message: { channel: Channel; purpose: Purpose } | null;
  /** The consent that counted, if there was one. */
  consent: { granted: boolean; date: string } | null;
}

/** Why somebody got a message: what happened, what permission there was, who sent it, how to stop. */
export function whyPage({ event, message, consent, ...frame }: WhyPage): string {
  const { why, stop } = words[frame.language];
  return renderPage({
    ...frame,
    title: why.title,
    stopHref: `${frame.here}/stop?lang=${frame.language}`,
    children: (
      <>
        <h1>{why.title}</h1>
        <p className="sec">
          {event ? why.happened(why.events[event.type] ?? why.anEvent, event.date) : why.byHand}
        </p>
        {message && (
          <p>
            {why.permission(
              message.channel,
              message.purpose,
              consent?.granted ?? null,
              consent?.date ?? null,
            )}
          </p>
        )}
        <p>{why.sentBy(frame.business.name)}</p>
        <ContactLines business={frame.business} />
        <p className="sec">
          {why.how} {message?.channel === 'sms' && why.howSms}
        </p>
        <a className="go line" href={`${frame.here}/stop?lang=${frame.language}`}>
          {stop.link}
        </a>
      </>
    ),
  });
}
