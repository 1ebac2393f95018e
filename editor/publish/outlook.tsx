import {
  IconAlertTriangle,
  IconCircleCheck,
  IconInfoCircle,
  IconMessage2,
  IconMoon,
  IconShieldCheck,
  IconStars,
  type Icon,
} from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { business as businessQuery, useMay } from '../api/queries.js';
import { Button, Loading, TextField, useFaultSentence } from '../ui/index.js';
import { savePrice, type Check, type Forecast, type Volume } from './api.js';
import { usePublishWords, type Say } from './words/index.js';

const DAYS_A_WEEK = 7;

/** What publishing leads to: how much is sent, what it costs, and the checks, each with its outcome in words. */
export function Outlook({ forecast, error }: { forecast: Forecast | undefined; error: unknown }) {
  const { t } = usePublishWords();
  const sentence = useFaultSentence();
  return (
    <section className="pb-section" aria-busy={!forecast && !error}>
      <h3>{t('outlook.title')}</h3>
      {error ? (
        <p className="je-note bad">{t('outlook.failed', { message: sentence(error) })}</p>
      ) : !forecast ? (
        <>
          <p className="muted">{t('outlook.loading')}</p>
          <Loading lines={2} />
        </>
      ) : (
        <>
          <ul className="pb-tiles">
            {forecast.volume && <VolumeTile volume={forecast.volume} />}
            {forecast.checks.map((check) => (
              <CheckTile key={check.check} check={check} />
            ))}
          </ul>
          {forecast.volume && forecast.volume.textParts > 0 && <Price volume={forecast.volume} />}
        </>
      )}
    </section>
  );
}

function TileLine({
  picture: Picture,
  look,
  title,
  children,
}: {
  picture: Icon;
  look: 'passed' | 'warning' | 'failed' | 'plain';
  title: ReactNode;
  children: ReactNode;
}) {
  const { t } = usePublishWords();
  return (
    <li className={`pb-tile ${look}`} data-outcome={look}>
      <Picture size={18} stroke={1.75} aria-hidden />
      <span>
        {look !== 'plain' && <span className="sr">{t(`check.${look}`)}: </span>}
        <b>{title}</b>
        {children}
      </span>
    </li>
  );
}

function VolumeTile({ volume }: { volume: Volume }) {
  const { t, locale } = usePublishWords();
  const { days, entering, arrived, emails, texts, textParts, unsent, cost, before } = volume;
  const span = Math.max(1, Math.round(days));
  const say = (title: string, detail: string) => (
    <TileLine picture={IconMessage2} look="plain" title={title}>
      <small>{detail}</small>
    </TileLine>
  );
  if (volume.basis === 'segment') return say(t('outlook.group'), t('outlook.groupWhat'));
  if (arrived === 0 && volume.basis === 'manual') return say(t('outlook.byHand'), t('outlook.byHandWhat'));
  if (arrived === 0) return say(t('outlook.noneYet'), t('outlook.noneYetWhat', { days: span }));
  if (entering === 0) return say(t('outlook.nobody'), t('outlook.nobodyWhat', { arrived, days: span }));
  // A rate reckoned from a day or two would be a guess.
  const early = days < DAYS_A_WEEK;
  const weekly = (total: number) => Math.round((total * DAYS_A_WEEK) / days);
  const details = [
    t('outlook.from', { entering, days: span }),
    ...(early ? [t('outlook.earlyWhat')] : []),
    ...(textParts > texts && !early ? [t('outlook.parts', { parts: weekly(textParts) })] : []),
    ...(cost && !early
      ? [t('outlook.cost', { amount: money((cost.cents * DAYS_A_WEEK) / days, cost.currency, locale) })]
      : []),
    ...(before && !early
      ? [
          before.emails === emails && before.texts === texts
            ? t('outlook.same')
            : t('outlook.was', { count: amountText({ ...before, days }, t) }),
        ]
      : []),
  ];
  return (
    <TileLine
      picture={IconMessage2}
      look="plain"
      title={
        early
          ? t('outlook.early', { total: emails + texts, days: span })
          : amountText({ emails, texts, days }, t)
      }
    >
      <small>{details.join(' · ')}</small>
      {unsent.slice(0, 2).map(({ code, count }) => (
        <small key={code}>{t('outlook.unsent', { count, why: t('outlook.reason', { code }) })}</small>
      ))}
    </TileLine>
  );
}

/** “About 65 texts a week”; of fewer than one a week, by the month. */
function amountText(
  { emails, texts, days }: { emails: number; texts: number; days: number },
  t: Say,
): string {
  const within = (total: number, span: number) => Math.round((total * span) / days);
  const [mails, sms] = [within(emails, DAYS_A_WEEK), within(texts, DAYS_A_WEEK)];
  if (emails + texts === 0) return t('outlook.nothing');
  if (mails + sms === 0) return t('outlook.month', { total: Math.max(1, within(emails + texts, 30)) });
  if (sms === 0) return t('outlook.emails', { count: mails });
  if (mails === 0) return t('outlook.texts', { count: sms });
  return t('outlook.both', { texts: sms, emails: mails });
}

const money = (cents: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100);

function CheckTile({ check: { check, status, issues, quietHours, marketing } }: { check: Check }) {
  const { t } = usePublishWords();
  const values = { status, count: issues.length, marketing: marketing ? 'yes' : 'no' };
  const detail =
    check === 'quiet_hours'
      ? quietHours
        ? t('check.quietHoursWhat', quietHours)
        : t('check.quietHoursNone')
      : t(`check.${check}What`, values);
  const picture =
    status === 'failed'
      ? IconAlertTriangle
      : status === 'warning'
        ? IconInfoCircle
        : {
            complete: IconCircleCheck,
            quiet_hours: IconMoon,
            consent: IconShieldCheck,
            reviews: IconStars,
            advice: IconInfoCircle,
          }[check];
  return (
    <TileLine picture={picture} look={status} title={t(`check.${check}`, values)}>
      {issues.length === 0 || status === 'passed' ? (
        <small>{detail}</small>
      ) : (
        <ul>
          {issues.map(({ message }, index) => (
            <li key={index}>{message}</li>
          ))}
        </ul>
      )}
    </TileLine>
  );
}

/** What a text costs is on the provider's bill; whoever may change the business can say it here. */
function Price({ volume }: { volume: Volume }) {
  const { t } = usePublishWords();
  const sentence = useFaultSentence();
  const queries = useQueryClient();
  const mayChange = useMay('business:write');
  const { data: firm } = useQuery(businessQuery);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  if (!mayChange || !firm) return null;
  if (!open) {
    return (
      <div>
        <button type="button" className="pb-link" onClick={() => setOpen(true)}>
          {t(volume.cost ? 'outlook.priceChange' : 'outlook.price')}
        </button>
      </div>
    );
  }
  async function save() {
    const amountGiven = Number(text.trim().replace(',', '.'));
    if (text.trim() === '' || !Number.isFinite(amountGiven) || amountGiven < 0 || amountGiven > 10)
      return setFault(t('outlook.priceWrong'));
    setBusy(true);
    try {
      await savePrice(Math.round(amountGiven * 100_000));
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['business'] }),
        queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes('forecast') }),
      ]);
      setOpen(false);
    } catch (error) {
      setFault(t('outlook.priceFailed', { message: sentence(error) }));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="pb-price">
      <TextField
        label={t('outlook.priceLabel')}
        hint={t('outlook.priceHint', { currency: firm.currency })}
        fault={fault}
        inputMode="decimal"
        autoFocus
        value={text}
        onChange={({ target: { value } }) => {
          setText(value);
          setFault(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // It stands inside the form that publishes.
          event.preventDefault();
          void save();
        }}
      />
      <Button small busy={busy} onClick={() => void save()}>
        {t('outlook.priceSave')}
      </Button>
      <Button small kind="quiet" onClick={() => setOpen(false)}>
        {t('outlook.priceCancel')}
      </Button>
    </div>
  );
}
