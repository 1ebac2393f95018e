import './templates.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useMay } from '../api/queries.js';
import type { Draft } from '../../workflows/flow/draft.js';
import { eventLabel } from '../canvas/event-names.js';
import { chipsIn } from '../steps/merge-text.js';
import { fieldName } from '../steps/field-names.js';
import { entryType, fieldsHere } from '../steps/fields-here.js';
import { TEMPLATES, TRADES, type Template, type Trade } from '../steps/templates/index.js';
import { Button, FaultNote, Page, Segmented } from '../ui/index.js';
import { LANGUAGES, type Language } from '../words/words.js';
import { RouteStrip } from './parts/route-strip.js';
import { useTakeTemplate } from './parts/take-template.js';

/** Journeys ready to be taken over, by trade; `?trade=` keeps the choice in the address. */
export default function Templates() {
  const t = useTranslations('templates');
  const navigate = useNavigate();
  const { trade } = useSearch({ strict: false }) as { trade?: Trade };
  const chosen = TRADES.find((one) => one === trade) ?? 'all';
  const shown = TEMPLATES.filter((one) => chosen === 'all' || one.trade === chosen);
  return (
    <Page title={t('title')} intro={t('intro')}>
      <div className="row wrap" style={{ marginBottom: 20 }}>
        <Segmented
          label={t('filter')}
          value={chosen}
          onChange={(next) =>
            void navigate({ to: '/templates', search: next === 'all' ? {} : { trade: next }, replace: true })
          }
          options={(['all', ...TRADES] as const).map((value) => ({ value, label: t(value) }))}
        />
      </div>
      <ul className="templates">
        {shown.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </ul>
    </Page>
  );
}

function TemplateCard({ template }: { template: Template }) {
  const t = useTranslations('templates');
  const locale = useLocale();
  const language: Language = LANGUAGES.find((one) => locale.startsWith(one)) ?? 'en';
  const flow = useMemo(() => template.flow(language), [template, language]);
  const messages = textsOf(flow);
  const needs = [...new Set(needsOf(flow))].map((path) => fieldName(path, locale, fieldsHere(flow)));
  const name = template.name[language];
  const navigate = useNavigate();
  const use = useTakeTemplate((id) => void navigate({ to: `/journeys/${id}` }));
  const may = useMay('journeys:write');
  return (
    <li className="card template">
      <div className="stack">
        <h2>{name}</h2>
        <p className="t13 muted">{template.goal[language]}</p>
      </div>
      <div className="strip">
        <RouteStrip flow={flow as Parameters<typeof RouteStrip>[0]['flow']} />
      </div>
      <dl>
        <div>
          <dt>{t('begins')}</dt>
          <dd>{eventLabel(entryType(flow) ?? '', locale)}</dd>
        </div>
        <div>
          <dt>{t('needs')}</dt>
          <dd>{needs.join(', ') || t('nothing')}</dd>
        </div>
      </dl>
      <details>
        <summary>{t('messages', { count: messages.length })}</summary>
        <ul>
          {messages.map(({ id, subject, body }) => (
            <li key={id}>
              {subject && <strong>{readable(subject, locale)}</strong>}
              <div style={{ whiteSpace: 'pre-wrap' }}>{body ? readable(body, locale) : t('standard')}</div>
            </li>
          ))}
        </ul>
      </details>
      <FaultNote error={use.error} />
      {may && (
        <div className="use">
          <Button
            aria-label={t('useNamed', { name })}
            busy={use.isPending}
            onClick={() => use.mutate({ name, goal: template.goal[language], flow })}
          >
            {t('use')}
          </Button>
        </div>
      )}
    </li>
  );
}

const textsOf = ({ steps }: Draft): { id: string; subject: string; body: string }[] =>
  steps
    .filter(({ kind }) => kind === 'sms' || kind === 'email' || kind === 'review_request')
    .map(({ id, settings }) => ({
      id,
      subject: typeof settings.subject === 'string' ? settings.subject : '',
      body: typeof settings.body === 'string' ? settings.body : '',
    }));

/** The details of what happened that its messages and waits look at. */
function needsOf(flow: Draft): string[] {
  const inTexts = textsOf(flow).flatMap(({ subject, body }) =>
    chipsIn(`${subject} ${body}`).map(({ path }) => path),
  );
  const inWaits = flow.steps.flatMap(({ settings }) => {
    const field = (settings.until as { field?: unknown } | undefined)?.field;
    return typeof field === 'string' ? [field] : [];
  });
  return [...inTexts, ...inWaits].filter((path) => path.startsWith('event.data.'));
}

/** A text with its details as words in angle quotes. */
function readable(text: string, locale: string): string {
  let shown = '';
  let at = 0;
  for (const { from, to, path } of chipsIn(text)) {
    shown += `${text.slice(at, from)}‹${fieldName(path, locale)}›`;
    at = to;
  }
  return (shown + text.slice(at)).replace(/\{%.*?%\}/gs, '');
}
