import './settings.css';
import { IconAlertTriangle, IconPlus, IconTrash } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { SITE_NAMES, siteName } from '../../workflows/flow/review-sites.js';
import { answer, api, type Shape } from '../api/client.js';
import { business, useMay } from '../api/queries.js';
import { isRefusal } from '../api/refusal.js';
import {
  Button,
  Card,
  CheckField,
  FaultNote,
  Field,
  IconButton,
  Loading,
  Page,
  SelectField,
  TextArea,
  TextField,
  toast,
} from '../ui/index.js';
import { LANGUAGE_NAMES, LANGUAGES } from '../words/words.js';
import { LogoCard } from './brand/logo-card.js';
import { DeleteBusiness } from './parts/delete-business.js';
import { useChanges } from './parts/changes.js';
import { changeOf, formOf, type Form } from './parts/business-form.js';
import { countriesByName, countryName } from './parts/countries.js';
import { same } from './parts/unsent.js';

const KINDS = ['trades', 'restaurant', 'restaurant_group', 'hotel', 'retail'] as const;
const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'CAD', 'AUD', 'MXN'] as const;

/** Who the business is and when it may write. Only what was changed is saved, so two people at once keep theirs both. */
export default function Settings() {
  const t = useTranslations('settings');
  const { data, error, refetch } = useQuery(business);
  const mayDelete = useMay('business:delete');
  return (
    <Page title={t('title')} intro={t('intro')}>
      {!data && error ? (
        <FaultNote error={error} retry={() => void refetch()} />
      ) : data ? (
        <>
          <Editing saved={data} />
          {mayDelete && (
            <div className="apart">
              <DeleteBusiness name={data.name} />
            </div>
          )}
        </>
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  );
}

function Editing({ saved }: { saved: Shape<'Business'> }) {
  const t = useTranslations('settings');
  const client = useQueryClient();
  const locale = useLocale();
  const may = useMay('business:write');
  const { form, change, changed, theirs, set, forget } = useChanges('settings', formOf(saved));
  const save = useMutation({
    mutationFn: async () => {
      const stands = await answer(api.GET('/business'));
      const now = formOf(stands);
      const shown = formOf(saved);
      const unseen = (Object.keys(change) as (keyof Form)[]).some(
        (field) => !same(now[field], shown[field]) && !same(now[field], change[field]),
      );
      // Somebody else was here since this was last shown: nothing of theirs goes before it has been seen.
      if (unseen) {
        client.setQueryData(business.queryKey, stands);
        return null;
      }
      const body = changeOf(stands, { ...now, ...change });
      return Object.keys(body).length > 0 ? answer(api.PATCH('/business', { body })) : stands;
    },
    onSuccess: (made) => {
      if (!made) return;
      forget();
      client.setQueryData(business.queryKey, made);
      void client.invalidateQueries({ queryKey: ['me'] });
      toast(t('saved'));
    },
  });
  // Leaving with unsaved words: the browser asks.
  useBlocker({
    shouldBlockFn: () => changed && !save.isPending && !window.confirm(t('unsaved')),
    enableBeforeUnload: changed,
  });
  const fault = (field: string) => (isRefusal(save.error) ? save.error.faultOf(field) : undefined);
  const text = (field: { [K in keyof Form]: Form[K] extends string ? K : never }[keyof Form]) => ({
    value: form[field],
    fault: fault(field),
    onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
  });
  return (
    <form
      className="settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !save.isPending) save.mutate();
      }}
    >
      {!may && <p className="muted">{t('readOnly')}</p>}
      <fieldset disabled={!may} className="stack" style={{ gap: 20 }}>
        <Card title={t('identity')}>
          <div className="body grid">
            <TextField label={t('name')} maxLength={200} {...text('name')} />
            <SelectField label={t('kind')} {...text('kind')}>
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {t(`kinds.${each}`)}
                </option>
              ))}
            </SelectField>
            <SelectField label={t('timezone')} {...text('timezone')}>
              {[...new Set([form.timezone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll('_', ' ')}
                </option>
              ))}
            </SelectField>
            <SelectField label={t('locale')} {...text('locale')}>
              {[...new Set([form.locale, ...LANGUAGES])].map((each) => (
                <option key={each} value={each}>
                  {LANGUAGES.some((one) => one === each) ? LANGUAGE_NAMES[each as 'en'] : each}
                </option>
              ))}
            </SelectField>
            <SelectField label={t('currency')} {...text('currency')}>
              {[...new Set([form.currency, ...CURRENCIES])].map((each) => (
                <option key={each}>{each}</option>
              ))}
            </SelectField>
            <SelectField label={t('country')} {...text('country')}>
              <option value="">—</option>
              {countriesByName(locale, form.country).map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </SelectField>
            <TextField label={t('email')} type="email" {...text('email')} />
            <TextField label={t('phone')} type="tel" hint={t('phoneHint')} {...text('phone')} />
            <TextField label={t('website')} type="url" placeholder="https://" {...text('website')} />
            <div className="wholerow">
              <TextArea
                label={t('postal')}
                hint={t('postalHint')}
                rows={2}
                maxLength={500}
                {...text('postalAddress')}
              />
            </div>
            <Colour value={form.accent} fault={fault('accent')} onChange={(accent) => set({ accent })} />
          </div>
        </Card>
        <LogoCard saved={saved} may={may} />
        <Times form={form} set={set} />
        <Caps form={form} set={set} fault={fault} />
        <Reviews form={form} set={set} fault={fault} />
        <Card title={t('senders')}>
          <div className="body grid">
            <TextField
              label={t('senderName')}
              hint={t('senderHint')}
              maxLength={100}
              {...text('senderName')}
            />
            <TextField label={t('replyTo')} type="email" {...text('replyTo')} />
          </div>
          <TextsFrom />
          <div className="body">
            <CheckField
              label={t('trackLinks')}
              hint={t('trackLinksHint')}
              checked={form.trackLinks}
              onChange={(event) => set({ trackLinks: event.target.checked })}
            />
          </div>
        </Card>
      </fieldset>
      <FaultNote error={save.error} />
      <Theirs fields={theirs} saved={formOf(saved)} take={set} />
      {changed && (
        <div className="savebar">
          <span className="grow label" role="status">
            {t('unsaved')}
          </span>
          <Button onClick={forget}>{t('discard')}</Button>
          <SaveButton busy={save.isPending} />
        </div>
      )}
    </form>
  );
}

/** The words that name a field of the form. */
const NAMED = {
  name: 'name',
  kind: 'kind',
  timezone: 'timezone',
  locale: 'locale',
  currency: 'currency',
  country: 'country',
  email: 'email',
  phone: 'phone',
  website: 'website',
  postalAddress: 'postal',
  accent: 'accent',
  reviewLinks: 'reviews',
  quiet: 'quietOn',
  hours: 'hours',
  otherHours: 'hours',
  caps: 'caps',
  lowRating: 'low',
  senderName: 'senderName',
  replyTo: 'replyTo',
  nameStaff: 'nameStaff',
  trackLinks: 'trackLinks',
} as const satisfies Record<keyof Form, string>;

/** What somebody else has saved meanwhile where this form says something else: theirs can be taken, or ours put there. */
function Theirs({
  fields,
  saved,
  take,
}: {
  fields: readonly (keyof Form)[];
  saved: Form;
  take: (change: Partial<Form>) => void;
}) {
  const t = useTranslations('settings');
  const locale = useLocale();
  if (fields.length === 0) return null;
  const said = (field: keyof Form) => {
    const name = t(NAMED[field]);
    const value = saved[field];
    if (typeof value !== 'string') return t('theirsChanged', { field: name });
    if (value === '') return t('theirsEmpty', { field: name });
    const shown =
      field === 'kind'
        ? t(`kinds.${value as 'trades'}`)
        : field === 'country'
          ? countryName(value, locale)
          : value;
    return t('theirsIs', { field: name, value: shown });
  };
  return (
    <div className="notebox tone-warn" role="alert" style={{ marginTop: 20 }}>
      <IconAlertTriangle size={20} className="icon" aria-hidden />
      <div className="grow">
        {t('theirs')}
        <ul>
          {fields.map((field) => (
            <li key={field}>
              {said(field)}{' '}
              <Button small kind="quiet" onClick={() => take({ [field]: saved[field] })}>
                {t('takeTheirs')}
                <span className="sr">: {t(NAMED[field])}</span>
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

const USUAL_COLOUR = '#1f4f7c';

/** Chosen by eye, or written as designers write it. */
function Colour({
  value,
  fault,
  onChange,
}: {
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}) {
  const t = useTranslations('settings');
  return (
    <Field label={t('accent')} hint={t('accentHint')} fault={fault}>
      {(wires) => (
        <div className="row" style={{ gap: 8 }}>
          <input
            className="colour"
            type="color"
            aria-label={t('accent')}
            value={/^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : USUAL_COLOUR}
            onChange={(event) => onChange(event.target.value)}
          />
          <input
            className="input"
            placeholder={USUAL_COLOUR}
            maxLength={7}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            {...wires}
          />
        </div>
      )}
    </Field>
  );
}

function SaveButton({ busy }: { busy: boolean }) {
  const t = useTranslations('shell');
  return (
    <Button kind="primary" type="submit" busy={busy}>
      {busy ? t('saving') : t('save')}
    </Button>
  );
}

/** Texts come from one number, set where Journeyman is run; replies and STOP come in by it. */
function TextsFrom() {
  const t = useTranslations('settings');
  const sms = useQuery({ queryKey: ['senders'], queryFn: () => answer(api.GET('/senders')) }).data?.sms;
  return (
    <p className="body muted" style={{ paddingBlock: '0 4px' }}>
      {sms && (sms.leaves ? t('textsFrom', { number: sms.from ?? '' }) : t('textsKept'))}
    </p>
  );
}

interface Part {
  form: Form;
  set: (change: Partial<Form>) => void;
}

function Times({ form, set }: Part) {
  const t = useTranslations('settings');
  const locale = useLocale();
  // 2024 began on a Monday.
  const name = (day: number) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
  return (
    <Card title={t('times')}>
      <div className="body stack" style={{ gap: 16 }}>
        <CheckField
          label={t('quietOn')}
          checked={form.quiet !== null}
          onChange={(event) =>
            set({ quiet: event.target.checked ? { from: '21:00', until: '08:00' } : null })
          }
        />
        {form.quiet && (
          <div className="row wrap" style={{ gap: 16 }}>
            <TextField
              label={t('quietFrom')}
              type="time"
              value={form.quiet.from}
              onChange={(event) => set({ quiet: { ...form.quiet!, from: event.target.value } })}
            />
            <TextField
              label={t('quietUntil')}
              type="time"
              value={form.quiet.until}
              onChange={(event) => set({ quiet: { ...form.quiet!, until: event.target.value } })}
            />
          </div>
        )}
        <div>
          <h3 className="label">{t('hours')}</h3>
          <p className="t13 muted">{t('hoursHint')}</p>
          <div style={{ marginTop: 8 }}>
            {form.hours.map((open, at) => {
              const change = (part: Partial<typeof open>) => set({ hours: changedAt(form.hours, at, part) });
              return (
                <div key={at} className="day">
                  <span>{name(open.day)}</span>
                  <input
                    className="input"
                    type="time"
                    aria-label={t('opens', { day: name(open.day) })}
                    value={open.from}
                    onChange={(event) => change({ from: event.target.value })}
                  />
                  <input
                    className="input"
                    type="time"
                    aria-label={t('closes', { day: name(open.day) })}
                    value={open.until}
                    onChange={(event) => change({ until: event.target.value })}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </Card>
  );
}

const changedAt = <Item,>(items: readonly Item[], at: number, part: Partial<Item>): Item[] =>
  items.map((each, index) => (index === at ? { ...each, ...part } : each));

/** A list whose lines can be changed, taken away and added to. */
function Lines<Item>({
  items,
  onChange,
  fresh,
  words,
  className = '',
  children,
}: {
  items: readonly Item[];
  onChange: (items: Item[]) => void;
  /** What a new line begins with. */
  fresh: Item;
  words: { add: string; remove: string };
  className?: string;
  children: (item: Item, change: (part: Partial<Item>) => void, at: number) => ReactNode;
}) {
  return (
    <>
      {items.map((item, at) => (
        <div key={at} className={`line ${className}`}>
          {children(item, (part) => onChange(changedAt(items, at, part)), at)}
          <IconButton label={words.remove} onClick={() => onChange(items.filter((_, index) => index !== at))}>
            <IconTrash size={18} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button small icon={<IconPlus size={16} aria-hidden />} onClick={() => onChange([...items, fresh])}>
          {words.add}
        </Button>
      </div>
    </>
  );
}

type Faulty = Part & { fault: (field: string) => string | undefined };

function Caps({ form, set, fault }: Faulty) {
  const t = useTranslations('settings');
  return (
    <Card title={t('caps')}>
      <div className="body stack" style={{ gap: 14 }}>
        <p className="muted">{t('capsHint')}</p>
        <Lines
          items={form.caps}
          onChange={(caps) => set({ caps })}
          fresh={{ channel: '', max: '2', days: '7' }}
          words={{ add: t('addCap'), remove: t('removeCap') }}
          className="cap"
        >
          {(cap, change, at) => (
            <>
              <SelectField
                label={t('capChannel')}
                value={cap.channel}
                onChange={(event) => change({ channel: event.target.value as typeof cap.channel })}
              >
                <option value="">{t('capAny')}</option>
                <option value="email">{t('capEmail')}</option>
                <option value="sms">{t('capSms')}</option>
              </SelectField>
              <TextField
                label={t('capMost')}
                inputMode="numeric"
                value={cap.max}
                fault={fault(`caps[${at}].max`)}
                onChange={(event) => change({ max: event.target.value })}
              />
              <TextField
                label={t('capPer')}
                inputMode="numeric"
                value={cap.days}
                fault={fault(`caps[${at}].per`)}
                onChange={(event) => change({ days: event.target.value })}
              />
            </>
          )}
        </Lines>
      </div>
    </Card>
  );
}

function Reviews({ form, set, fault }: Faulty) {
  const t = useTranslations('settings');
  return (
    <Card title={t('reviews')}>
      <div className="body stack" style={{ gap: 14 }}>
        <p className="muted">{t('reviewsHint')}</p>
        <Lines
          items={form.reviewLinks}
          onChange={(reviewLinks) => set({ reviewLinks })}
          fresh={{ site: '', url: '' }}
          words={{ add: t('addReview'), remove: t('removeReview') }}
        >
          {(link, change, at) => (
            <>
              <TextField
                label={t('site')}
                placeholder="Google"
                maxLength={60}
                list="review-sites"
                value={siteName(link.site)}
                fault={fault(`reviewLinks[${at}].site`)}
                onChange={(event) => change({ site: event.target.value })}
              />
              <TextField
                label={t('siteAddress')}
                type="url"
                placeholder="https://"
                value={link.url}
                fault={fault(`reviewLinks[${at}].url`)}
                onChange={(event) => change({ url: event.target.value })}
              />
            </>
          )}
        </Lines>
        <datalist id="review-sites">
          {SITE_NAMES.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <div style={{ maxWidth: 260 }}>
          <SelectField
            label={t('low')}
            value={form.lowRating}
            onChange={(event) => set({ lowRating: event.target.value })}
          >
            {['1', '2', '3', '4'].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </SelectField>
        </div>
        <CheckField
          label={t('nameStaff')}
          hint={t('nameStaffHint')}
          checked={form.nameStaff}
          onChange={(event) => set({ nameStaff: event.target.checked })}
        />
      </div>
    </Card>
  );
}
