import type { PublicBusiness } from '../../db/public-business.js';
import type { Channel, Purpose } from '../../workflows/flow/purposes.js';
import { renderPage } from './layout.js';
import { words, type Language } from './words.js';

/** One kind of message, and whether it may be sent today. */
export interface Choice {
  channel: Channel;
  purpose: Purpose;
  allowed: boolean;
}

export interface StopPage {
  language: Language;
  nonce: string;
  here: string;
  business: PublicBusiness;
  /** The kind of message the link came in. */
  about: { channel: Channel; purpose: Purpose } | null;
  choices: Choice[];
  /** What the last press did. */
  done: 'stopped' | 'allowedAgain' | null;
  wrong: boolean;
}

/** One button to stop what this came with, and a switch for every kind of message. No sign-in, no questions first. */
export function stopPage({ about, choices, done, wrong, ...frame }: StopPage): string {
  const { stop } = words[frame.language];
  const action = `${frame.here}?lang=${frame.language}`;
  const mine = about && choices.find((one) => one.channel === about.channel && one.purpose === about.purpose);
  return renderPage({
    ...frame,
    title: stop.title,
    children: (
      <>
        <h1>{stop.title}</h1>
        <p className="mut">{stop.intro(frame.business.name)}</p>
        {done && (
          <p className="ok" role="status">
            {stop[done]}
          </p>
        )}
        {wrong && (
          <p className="err" role="alert">
            {stop.wrong}
          </p>
        )}
        {mine?.allowed && (
          <form method="post" action={action}>
            <Hidden {...mine} allow={false} />
            <input type="hidden" name="first" value="yes" />
            <button className="go">{stop.stopThese(mine.channel, mine.purpose)}</button>
          </form>
        )}
        <section className="sec">
          <h2>{stop.choicesTitle}</h2>
          <ul>
            {choices.map((choice) => (
              <li key={`${choice.channel}-${choice.purpose}`}>
                <div>
                  {stop.kind(choice.channel, choice.purpose)}
                  <p className="fine">{choice.allowed ? stop.allowed : stop.refused}</p>
                </div>
                <form method="post" action={action}>
                  <Hidden {...choice} allow={!choice.allowed} />
                  <button
                    className="go line"
                    aria-label={`${choice.allowed ? stop.stop : stop.allow}: ${stop.kind(choice.channel, choice.purpose)}`}
                  >
                    {choice.allowed ? stop.stop : stop.allow}
                  </button>
                </form>
              </li>
            ))}
          </ul>
          <p className="fine">{stop.carrierNote}</p>
        </section>
      </>
    ),
  });
}

function Hidden({ channel, purpose, allow }: { channel: Channel; purpose: Purpose; allow: boolean }) {
  return (
    <>
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="purpose" value={purpose} />
      {allow && <input type="hidden" name="allow" value="yes" />}
    </>
  );
}
