import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import { cardText } from '../canvas/card.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { Button, IconButton, SelectField, TextArea, TextField } from '../ui/index.js';
import { Composer } from './composer.js';
import { ListField } from './condition-editor.js';
import { UsefulFor } from './message-panel.js';
import { listIn, recordIn, textIn, type PanelProps } from './panel.js';

const ROLES = ['owner', 'admin', 'manager', 'member', 'server'] as const;

/** Change what is known about the customer. */
export function CustomerPanel({ values, set, faultAt, t }: PanelProps) {
  const kept = recordIn(values.set);
  return (
    <section className="je-sec">
      {(['addTags', 'removeTags'] as const).map((key) => (
        <ListField
          key={key}
          label={t(key === 'addTags' ? 'change.add' : 'change.remove')}
          hint={t('change.tagsHint')}
          fault={faultAt(key)}
          value={listIn<string>(values[key])}
          onChange={(tags) => set(key, tags.length > 0 ? tags : undefined)}
        />
      ))}
      <Pairs
        title={t('change.remember')}
        names={[t('change.key'), t('change.value'), t('change.addValue')]}
        removeName={(name) => t('change.removeValue', { name })}
        pairs={Object.entries(kept).map(([key, value]) => [key, value === null ? '' : String(value)])}
        fresh="note"
        onChange={(pairs) =>
          set(
            'set',
            pairs.length > 0
              ? Object.fromEntries(pairs.map(([key, text]) => [key, valueOf(text)]))
              : undefined,
          )
        }
      />
      {faultAt('') && <p className="je-note bad">{faultAt('')}</p>}
    </section>
  );
}

/** Numbers and yes or no are kept as what they are. */
function valueOf(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** Call a web address, and keep parts of what it answers. */
export function WebhookPanel(props: PanelProps) {
  const { values, set, faultAt, fields, t } = props;
  const body = values.body;
  return (
    <>
      <section className="je-sec">
        <TextField
          label={t('webhook.url')}
          hint={t('webhook.urlHint')}
          fault={textIn(values.url) === '' ? undefined : faultAt('url')}
          type="url"
          inputMode="url"
          placeholder="https://"
          value={textIn(values.url)}
          onChange={({ target }) => set('url', target.value)}
        />
        <SelectField
          label={t('webhook.what')}
          value={body === undefined ? 'everything' : 'own'}
          onChange={({ target }) => set('body', target.value === 'own' ? '' : undefined)}
        >
          <option value="everything">{t('webhook.everything')}</option>
          <option value="own">{t('webhook.own')}</option>
        </SelectField>
        {typeof body === 'string' && (
          <Composer
            label={t('webhook.body')}
            value={body}
            fields={fields.filter(({ onlyInMessages }) => !onlyInMessages)}
            fault={faultAt('body')}
            onChange={(text) => set('body', text)}
          />
        )}
        {typeof body === 'object' && body !== null && (
          <TextArea label={t('webhook.body')} rows={6} readOnly value={JSON.stringify(body, null, 2)} />
        )}
        <UsefulFor {...props} />
      </section>
      <section className="je-sec">
        <Pairs
          title={t('webhook.save')}
          note={t('webhook.saveHint', { example: 'saved.orderId' })}
          names={[t('webhook.key'), t('webhook.path'), t('webhook.add')]}
          removeName={(name) => t('webhook.remove', { name })}
          pairs={Object.entries(recordIn(values.save)).map(([key, path]) => [key, textIn(path)])}
          fresh="answer"
          freshValue="$."
          faultOf={(key) => faultAt(`save.${key}`)}
          onChange={(pairs) => set('save', pairs.length > 0 ? Object.fromEntries(pairs) : undefined)}
        />
      </section>
    </>
  );
}

/** Tell somebody of the team. */
export function TeamPanel({ values, set, faultAt, fields, t }: PanelProps) {
  const members = useQuery({
    queryKey: ['members', 'list'],
    queryFn: () => answer(api.GET('/members', { params: { query: { limit: 200 } } })),
    staleTime: 60_000,
  });
  const to = textIn(values.to);
  const people = members.data?.items ?? [];
  const known = to === '' || (ROLES as readonly string[]).includes(to) || people.some(({ id }) => id === to);
  return (
    <section className="je-sec">
      <SelectField
        label={t('team.to')}
        fault={faultAt('to')}
        value={to}
        onChange={({ target }) => set('to', target.value)}
      >
        <option value="">{t('team.choose')}</option>
        <optgroup label={t('team.roles')}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t(`team.${role}`)}
            </option>
          ))}
        </optgroup>
        {people.length > 0 && (
          <optgroup label={t('team.members')}>
            {people.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {name || email}
              </option>
            ))}
          </optgroup>
        )}
        {!known && <option value={to}>{to}</option>}
      </SelectField>
      <Composer
        label={t('team.body')}
        value={textIn(values.body)}
        fields={fields.filter(({ onlyInMessages }) => !onlyInMessages)}
        fault={faultAt('body')}
        onChange={(text) => set('body', text)}
      />
    </section>
  );
}

/** Jump to another step, so many times. */
export function GoToPanel({ draft, step, values, set, faultAt, t }: PanelProps) {
  const words = useCanvasWords();
  const target = textIn(values.step);
  return (
    <section className="je-sec">
      <SelectField
        label={t('goTo.step')}
        fault={faultAt('step')}
        value={target}
        onChange={(event) => set('step', event.target.value)}
      >
        {!draft.steps.some(({ id }) => id === target) && <option value={target}>{t('goTo.choose')}</option>}
        {draft.steps
          .filter(({ id, kind }) => id !== step.id && kind !== 'go_to')
          .map((one) => {
            const { title, detail } = cardText(one, words);
            return (
              <option key={one.id} value={one.id}>
                {[title, detail].filter(Boolean).join(' · ').slice(0, 70)}
              </option>
            );
          })}
      </SelectField>
      <TextField
        label={t('goTo.times')}
        hint={t('goTo.timesHint')}
        fault={faultAt('maxPasses')}
        type="number"
        min={1}
        max={100}
        value={Number(values.maxPasses) || 1}
        onChange={(event) =>
          set('maxPasses', Math.min(100, Math.max(1, Math.round(event.target.valueAsNumber) || 1)))
        }
      />
    </section>
  );
}

/** Names with values, in rows. */
function Pairs({
  title,
  note,
  names: [keyName, valueName, addName],
  removeName,
  pairs,
  fresh,
  freshValue = '',
  faultOf,
  onChange,
}: {
  title: string;
  note?: string;
  names: [string, string, string];
  removeName: (name: string) => string;
  pairs: [string, string][];
  fresh: string;
  freshValue?: string;
  faultOf?: (key: string) => string | undefined;
  onChange: (pairs: [string, string][]) => void;
}) {
  const put = (index: number, next: [string, string]) =>
    onChange(pairs.map((one, at) => (at === index ? next : one)));
  const unused = () => {
    for (let n = pairs.length + 1; ; n++) {
      const name = n === 1 ? fresh : `${fresh}${n}`;
      if (!pairs.some(([key]) => key === name)) return name;
    }
  };
  return (
    <div className="st-rows" role="group" aria-label={title}>
      <h3>{title}</h3>
      {note && pairs.length > 0 && <p className="je-note">{note}</p>}
      {pairs.map(([key, value], index) => (
        <div key={index} className="st-check">
          <div className="st-pair even grow">
            <TextField
              label={keyName}
              maxLength={60}
              value={key}
              onChange={({ target }) => {
                const name = target.value.replace(/[^A-Za-z0-9_]/g, '');
                if (!pairs.some(([other], at) => other === name && at !== index)) put(index, [name, value]);
              }}
            />
            <TextField
              label={valueName}
              fault={faultOf?.(key)}
              value={value}
              onChange={({ target }) => put(index, [key, target.value])}
            />
          </div>
          <IconButton
            small
            label={removeName(key)}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          >
            <IconX size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button small onClick={() => onChange([...pairs, [unused(), freshValue]])}>
          {addName}
        </Button>
      </div>
    </div>
  );
}
