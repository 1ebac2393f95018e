import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { business as businessQuery } from '../api/queries.js';
import { reviewWording } from '../../workflows/flow/review-wording.js';
import { CheckField, IconButton, SelectField } from '../ui/index.js';
import { Composer } from './composer.js';
import { CountClicks } from './count-clicks.js';
import { DurationField } from './duration-field.js';
import { listIn, recordIn, textIn, withKey, type PanelProps } from './panel.js';
import { Preview } from './preview.js';
import { TextCounter } from './text-counter.js';

const OFFERED = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl', 'ca', 'pl', 'ro', 'ar', 'uk', 'zh'];

/** “Spanish” in the language of the app. */
const languageName = (code: string, locale: string): string => {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
};

/** An email or a text: why it is sent, its words in each language, and what arrives. */
export function MessagePanel(props: PanelProps) {
  const { values, set, faultAt, t, step } = props;
  const why = textIn(values.purpose);
  return (
    <>
      <Words {...props} channel={step.kind === 'sms' ? 'sms' : 'email'} />
      <section className="je-sec">
        <SelectField
          label={t('message.why')}
          hint={t('message.whyHint')}
          fault={faultAt('purpose')}
          value={why}
          onChange={({ target }) => set('purpose', target.value || undefined)}
        >
          {why === '' && <option value="">{t('message.whyMissing')}</option>}
          {(['service', 'review', 'marketing'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`message.${one}`)}
            </option>
          ))}
        </SelectField>
        <UsefulFor {...props} />
        <CountClicks {...props} />
      </section>
    </>
  );
}

/** How late it may still be sent. */
export function UsefulFor({ values, set, faultAt, t }: PanelProps) {
  const limit = textIn(values.usefulFor);
  return (
    <>
      <SelectField
        label={t('message.useful')}
        value={limit === '' ? 'always' : 'limited'}
        onChange={({ target }) => set('usefulFor', target.value === 'always' ? undefined : 'P2D')}
      >
        <option value="always">{t('message.always')}</option>
        <option value="limited">{t('message.limited')}</option>
      </SelectField>
      {limit !== '' && (
        <DurationField
          label={t('message.limited')}
          value={limit}
          fault={faultAt('usefulFor')}
          onChange={(next) => set('usefulFor', next)}
        />
      )}
    </>
  );
}

/** Asking for a rating: by which way, in whose words, and whether once more. */
export function ReviewPanel(props: PanelProps) {
  const { values, set, replace, faultAt, t, locale } = props;
  const channels = listIn<string>(values.channels);
  const own = values.body !== undefined || values.subject !== undefined;
  const remind = textIn(values.remindAfter);
  return (
    <>
      <section className="je-sec">
        <SelectField
          label={t('review.channels')}
          fault={faultAt('channels')}
          hint={t('review.everyone')}
          value={channels.join()}
          onChange={({ target }) => set('channels', target.value.split(','))}
        >
          <option value="sms,email">{t('review.smsEmail')}</option>
          <option value="email,sms">{t('review.emailSms')}</option>
          <option value="sms">{t('review.sms')}</option>
          <option value="email">{t('review.email')}</option>
        </SelectField>
        <CheckField
          label={t('review.remind')}
          checked={remind !== ''}
          onChange={({ target }) => set('remindAfter', target.checked ? 'P3D' : undefined)}
        />
        {remind !== '' && (
          <DurationField
            label={t('review.remindAfter')}
            value={remind}
            fault={faultAt('remindAfter')}
            onChange={(next) => set('remindAfter', next)}
          />
        )}
        <CountClicks {...props} />
        <CheckField
          label={t('review.own')}
          hint={t('review.ownHint')}
          checked={own}
          onChange={({ target }) => {
            const { subject: _s, body: _b, languages: _l, ...rest } = values;
            replace(target.checked ? { ...rest, ...reviewWording({}, locale) } : rest);
          }}
        />
      </section>
      {own && <Words {...props} channel={channels[0] === 'email' ? 'email' : 'sms'} withSubject />}
    </>
  );
}

type Version = Record<string, unknown>;

/** Subject and body in the main language and in others, with what arrives below. */
function Words({
  draft,
  step,
  values,
  set,
  fields,
  faultAt,
  t,
  locale,
  channel,
  withSubject = channel === 'email',
}: PanelProps & { channel: 'email' | 'sms'; withSubject?: boolean }) {
  const { data } = useQuery(businessQuery);
  const [chosen, setChosen] = useState('');
  const languages = recordIn(values.languages) as Record<string, Version>;
  const written = Object.keys(languages);
  const language = written.includes(chosen) ? chosen : '';
  const version = language === '' ? values : recordIn(languages[language]);
  const main = (data?.locale ?? locale).split('-')[0] ?? 'en';
  const business = {
    name: data?.name ?? 'Journeyman',
    phone: null,
    currency: data?.currency,
    textPartMillicents:
      typeof data?.settings?.textPartMillicents === 'number' ? data.settings.textPartMillicents : null,
  };
  const missing = elsewhere(draft.steps, step.id).filter((one) => !written.includes(one) && one !== main);
  const put = (key: string, text: string) => {
    if (language === '') return set(key, text);
    // An empty text in another language means the main one.
    const next = withKey(version, key, text === '' ? undefined : text);
    return set('languages', { ...languages, [language]: next });
  };
  const add = (code: string) => {
    set('languages', { ...languages, [code]: {} });
    setChosen(code);
  };
  const takeAway = (code: string) => {
    const { [code]: _, ...rest } = languages;
    set('languages', Object.keys(rest).length === 0 ? undefined : rest);
    setChosen('');
  };
  const at = (key: string) => faultAt(language === '' ? key : `languages.${language}.${key}`);
  const shownIn = language || main;
  const effective = (key: string) => textIn(version[key]) || textIn(values[key]);
  return (
    <>
      <section className="je-sec">
        <div className="st-between">
          <div className="row">
            <select
              className="input st-languages"
              aria-label={t('message.language')}
              value={language}
              onChange={({ target }) =>
                target.value.startsWith('+') ? add(target.value.slice(1)) : setChosen(target.value)
              }
            >
              <option value="">{t('message.main', { language: languageName(main, locale) })}</option>
              {written.map((one) => (
                <option key={one} value={one}>
                  {languageName(one, locale)}
                </option>
              ))}
              <optgroup label={t('message.add')}>
                {OFFERED.filter((one) => one !== main && !written.includes(one)).map((one) => (
                  <option key={one} value={`+${one}`}>
                    + {languageName(one, locale)}
                  </option>
                ))}
              </optgroup>
            </select>
            {language !== '' && (
              <IconButton
                small
                label={t('message.removeLanguage', { language: languageName(language, locale) })}
                onClick={() => takeAway(language)}
              >
                <IconTrash size={16} aria-hidden />
              </IconButton>
            )}
          </div>
          {missing.map((one) => (
            <button key={one} type="button" className="pill tone-warn st-missing" onClick={() => add(one)}>
              {t('message.missing', { language: languageName(one, locale) })}
            </button>
          ))}
        </div>
        {language !== '' && <p className="je-note">{t('message.languageHint')}</p>}
        {withSubject && (
          <Composer
            key={`subject ${language}`}
            oneLine
            label={t('message.subject')}
            value={textIn(version.subject)}
            fields={fields}
            fault={at('subject')}
            onChange={(text) => put('subject', text)}
          />
        )}
        <Composer
          key={`body ${language}`}
          label={t('message.body')}
          value={textIn(version.body)}
          fields={fields}
          costly={channel === 'sms'}
          fault={at('body')}
          onChange={(text) => put('body', text)}
        />
        {channel === 'sms' && (
          <TextCounter
            countsClicks={
              typeof values.trackLinks === 'boolean' ? values.trackLinks : data?.settings?.trackLinks === true
            }
            reviewLink={data?.reviewLinks[0]?.url}
            body={effective('body')}
            fields={fields}
            business={business}
            language={shownIn}
            onChange={(text) => put('body', text)}
          />
        )}
      </section>
      <Preview
        channel={channel}
        subject={withSubject && channel === 'email' ? effective('subject') : ''}
        body={effective('body')}
        fields={fields}
        business={business}
        language={shownIn}
        purpose={step.kind === 'review_request' ? 'review' : purposeIn(values.purpose)}
      />
    </>
  );
}

const purposeIn = (purpose: unknown) =>
  purpose === 'review' || purpose === 'marketing' ? purpose : 'service';

/** Languages that other messages of the journey are written in. */
const elsewhere = (steps: PanelProps['draft']['steps'], id: string): string[] => [
  ...new Set(
    steps.filter((one) => one.id !== id).flatMap(({ settings }) => Object.keys(recordIn(settings.languages))),
  ),
];
