import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { draft as asDraft, type Draft } from '../../../workflows/flow/draft.js';
import { answer, api, type Shape } from '../../api/client.js';
import { business, draft, journeys, person } from '../../api/queries.js';
import { isRefusal } from '../../api/refusal.js';
import { entryType, fieldsHere } from '../../steps/fields-here.js';
import { factsOf } from '../../steps/samples.js';
import { Button, FaultNote, TextField, useWhen } from '../../ui/index.js';
import { useChanges } from '../parts/changes.js';
import { KeptNote } from '../parts/kept-note.js';
import { useWelcomeWords } from './words/index.js';

const DAY = 86_400_000;
/** When to say that nothing moves: longer than a busy machine takes, shorter than patience. */
const SLOW_MILLIS = 20_000;

/** The owner goes through the newest live journey, as a customer would: real messages, real waits. */
export function TestStep({ next }: { next: () => void }) {
  const { t } = useWelcomeWords();
  const live = useQuery(journeys).data?.items.find(({ status }) => status === 'live');
  const who = useQuery(person);
  const firm = useQuery(business).data;
  const held = useQuery({ ...draft(live?.id ?? ''), enabled: live !== undefined });
  const [eventId, setEventId] = useState<string>();
  if (!live) return <p className="muted">{t('test.none')}</p>;
  if (!firm || !held.data || !who.isFetched) return null;
  return (
    <>
      <p className="muted">{t('test.text', { name: live.name })}</p>
      <Begin
        key={live.id}
        journey={live}
        flow={asDraft(held.data.flow)}
        firm={firm}
        me={{ name: who.data?.name ?? '', email: who.data?.email ?? '' }}
        again={eventId !== undefined}
        onBegun={setEventId}
      />
      {eventId && <Passage key={eventId} eventId={eventId} next={next} />}
    </>
  );
}

function Begin({
  journey,
  flow,
  firm,
  me,
  again,
  onBegun,
}: {
  journey: Shape<'Journey'>;
  flow: Draft;
  firm: Shape<'Business'>;
  me: { name: string; email: string };
  again: boolean;
  onBegun: (eventId: string) => void;
}) {
  const { t, locale } = useWelcomeWords();
  const { form, set, forget, sent, kept } = useChanges('first steps, test', {
    email: me.email,
    phone: firm.phone ?? '',
  });
  const { email, phone } = form;
  const begin = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/journeys/{id}/enrollments', {
          params: { path: { id: journey.id } },
          body: {
            customer: {
              name: me.name || firm.name,
              ...(email.trim() && { email: email.trim() }),
              ...(phone.trim() && { phone: phone.trim() }),
              locale,
              timezone: firm.timezone,
              // Who asks for a test allows it.
              consents: (['email', 'sms'] as const).map((channel) => ({
                channel,
                purpose: 'marketing' as const,
                granted: true,
                evidence: 'Asked for a test of their own journey.',
              })),
            },
            // Each test is a matter of its own: a journey taken once per job can be tried twice.
            subject: { kind: 'test', id: crypto.randomUUID() },
            data: sampleData(flow, new Date()),
          },
        }),
      ),
    onSuccess: ({ eventId }) => {
      sent();
      onBegun(eventId);
    },
  });
  const fault = (field: string) =>
    isRefusal(begin.error) ? begin.error.faultOf(`customer.${field}`) : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!begin.isPending) begin.mutate();
      }}
    >
      <KeptNote shown={kept} forget={forget} />
      <div className="two">
        <TextField
          label={t('test.email')}
          type="email"
          autoComplete="email"
          value={email}
          fault={fault('email')}
          onChange={({ target: { value } }) => set({ email: value })}
        />
        <TextField
          label={t('test.phone')}
          hint={t('test.phoneHint')}
          type="tel"
          autoComplete="tel"
          value={phone}
          fault={fault('phone')}
          onChange={({ target: { value } }) => set({ phone: value })}
        />
      </div>
      {begin.error && !fault('email') && !fault('phone') && <FaultNote error={begin.error} />}
      <div>
        <Button kind={again ? 'plain' : 'primary'} type="submit" busy={begin.isPending}>
          {t(again ? 'test.again' : 'test.begin')}
        </Button>
      </div>
    </form>
  );
}

/** Made-up details of the kind that begins the journey; its days lie a few ahead, so that waits for them work. */
function sampleData(flow: Draft, now: Date): Record<string, unknown> {
  const fields = fieldsHere(flow, entryType(flow) ?? undefined);
  const data = factsOf('typical', fields).event.data as Record<string, unknown>;
  const soon = new Date(now.getTime() + 3 * DAY).toISOString();
  for (const { path, type } of fields) {
    const key = path.startsWith('event.data.') ? path.slice('event.data.'.length) : '';
    if (key in data && type === 'instant') data[key] = soon;
    if (key in data && type === 'date') data[key] = soon.slice(0, 10);
  }
  return data;
}

/** What becomes of it, as it happens, with a way past each wait. */
function Passage({ eventId, next }: { eventId: string; next: () => void }) {
  const { t } = useWelcomeWords();
  const client = useQueryClient();
  const [begun] = useState(() => Date.now());
  const event = useQuery({
    queryKey: ['events', eventId],
    queryFn: () => answer(api.GET('/events/{id}', { params: { path: { id: eventId } } })),
    refetchInterval: ({ state }) => (state.data?.matches.length ? false : 1000),
  });
  const match = event.data?.matches[0];
  const enrollmentId = match?.enrollmentId ?? null;
  const passage = useQuery({
    queryKey: ['enrollments', enrollmentId],
    queryFn: () => answer(api.GET('/enrollments/{id}', { params: { path: { id: enrollmentId! } } })),
    enabled: enrollmentId !== null,
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'active' ? false : 1500),
  });
  const messages = useQuery({
    queryKey: ['messages', { enrollmentId }],
    queryFn: () =>
      answer(api.GET('/messages', { params: { query: { enrollmentId: enrollmentId!, limit: 50 } } })),
    enabled: enrollmentId !== null,
    refetchInterval: 1500,
  });
  const written = messages.data?.items.length ?? 0;
  useEffect(() => {
    // A message is there: the step is done, and says so.
    if (written > 0) void client.invalidateQueries({ queryKey: ['messages', 'ever'] });
  }, [written, client]);
  const still = written === 0 && (!passage.data || passage.data.state === 'starting');
  const slow = still && event.dataUpdatedAt - begun > SLOW_MILLIS;
  return (
    <div className="told" role="status" aria-live="polite">
      <FaultNote error={event.error ?? passage.error ?? messages.error} />
      {still && !(match && !enrollmentId) && (
        <p className="muted">{t(slow ? 'test.slow' : 'test.waiting')}</p>
      )}
      {match && !enrollmentId && (
        <p className="warn label">{t('test.ignored', { why: match.reason?.message ?? '' })}</p>
      )}
      {[...(messages.data?.items ?? [])].reverse().map((each) => (
        <Written key={each.id} message={each} />
      ))}
      {passage.data && <Where passage={passage.data} />}
      {passage.data && (
        <div className="row wrap">
          <Link to={`/customers/${passage.data.customerId}`} className="inline">
            {t('test.followed')}
          </Link>
          {written > 0 && (
            <Button kind="primary" onClick={next}>
              {t('next')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Written({ message }: { message: Shape<'Message'> }) {
  const { t } = useWelcomeWords();
  const { moment } = useWhen();
  const to = message.to ?? '';
  const why = message.reason?.message ?? '';
  const said =
    message.status === 'held'
      ? t('test.heldUntil', { when: message.heldUntil ? moment(message.heldUntil) : '', why })
      : message.status === 'skipped' || message.status === 'failed'
        ? t('test.notSent', { why })
        : message.status === 'sending'
          ? t('test.sending', { to })
          : t(message.provider === 'outbox' ? 'test.kept' : 'test.sentTo', { to });
  return (
    <div className="quote">
      <div className="label">{said}</div>
      {message.subject && <div className="strong">{message.subject}</div>}
      {message.text && <p className="t13 muted">{message.text}</p>}
    </div>
  );
}

function Where({ passage }: { passage: Shape<'EnrollmentWithTimeline'> }) {
  const { t } = useWelcomeWords();
  const { moment } = useWhen();
  const client = useQueryClient();
  const skip = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/enrollments/{id}/skip', {
          params: { path: { id: passage.id } },
          body: { reason: t('test.skip'), ...(passage.stepId && { stepId: passage.stepId }) },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['enrollments', passage.id] }),
  });
  if (passage.status !== 'active') {
    return <p>{t('test.ended', { why: passage.reason?.message ?? '' })}</p>;
  }
  const waiting = ['waiting', 'listening', 'asked'].includes(passage.state ?? '');
  if (!waiting || !passage.dueAt) return <FaultNote error={skip.error} />;
  return (
    <div className="row wrap">
      <p>
        {t(passage.state === 'waiting' ? 'test.waits' : 'test.waitsOpen', { when: moment(passage.dueAt) })}
      </p>
      <Button small busy={skip.isPending} onClick={() => skip.mutate()}>
        {t('test.skip')}
      </Button>
      <FaultNote error={skip.error} />
    </div>
  );
}
