import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconMoon, IconSend } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { segmentsOf } from '../../../workflows/flow/segments.js';
import { faultOf } from '../../../workflows/flow/text-faults.js';
import { answer, api, idempotencyKey, type Answer, type Shape } from '../../api/client.js';
import { me, useMay } from '../../api/queries.js';
import { isRefusal } from '../../api/refusal.js';
import { Button, Dialog, FaultNote, Loading, toast, useWhen } from '../../ui/index.js';
import { Attachments } from './attachments.js';
import './conversation.css';
import { useUnsent } from './unsent.js';

type Message = Shape<'Message'>;
type State = Answer<'getReplyState'>;
type When = 'now' | 'when_allowed' | 'now_confirmed';

const MOST_CHARACTERS = 1600;

/** The texts between one customer and the business, and a place to answer. Reading it marks it read. */
export function Conversation({ customerId, name }: { customerId: string; name: string }) {
  const queries = useQueryClient();
  const mayWrite = useMay('messages:write');
  const texts = useInfiniteQuery({
    queryKey: ['messages', 'talk', customerId],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/messages', {
          params: {
            query: { customerId, channel: 'sms', limit: 50, ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 5_000,
  });
  const state = useQuery({
    queryKey: ['conversations', customerId],
    queryFn: () => answer(api.GET('/customers/{id}/conversation', { params: { path: { id: customerId } } })),
    refetchInterval: 30_000,
  });
  const messages = texts.data?.pages.flatMap(({ items }) => items) ?? [];
  const newest = messages[0]?.id;
  useEffect(() => {
    if (!newest || !mayWrite) return;
    const params = { path: { id: customerId } };
    void answer(api.POST('/customers/{id}/conversation/read', { params, body: { messageId: newest } }))
      .then(() => queries.invalidateQueries({ queryKey: ['conversations'] }))
      // Unread stays unread: the next look tries again.
      .catch(() => {});
  }, [customerId, newest, mayWrite, queries]);

  return (
    <div className="talk">
      <FaultNote error={texts.error} retry={() => void texts.refetch()} />
      {texts.isPending ? (
        <Loading />
      ) : (
        <Thread
          messages={messages}
          name={name}
          older={texts.hasNextPage ? () => void texts.fetchNextPage() : null}
        />
      )}
      {mayWrite && state.data && (
        <Composer
          key={customerId}
          customerId={customerId}
          name={name}
          state={state.data}
          isFirst={messages.length === 0}
        />
      )}
    </div>
  );
}

function Thread({
  messages,
  name,
  older,
}: {
  messages: Message[];
  name: string;
  older: (() => void) | null;
}) {
  const t = useTranslations('conversations');
  const when = useWhen();
  const box = useRef<HTMLDivElement>(null);
  const newest = messages[0]?.id;
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [newest]);
  const inOrder = [...messages].reverse();
  return (
    // Scrolls by keyboard too.
    <div className="talk-texts" ref={box} tabIndex={0} role="log" aria-label={t('thread')}>
      {older && (
        <Button small onClick={older}>
          {t('older')}
        </Button>
      )}
      {messages.length === 0 && <p className="muted t13">{t('empty')}</p>}
      <ol>
        {inOrder.map((message, index) => {
          const day = when.day(message.createdAt);
          const isNewDay = index === 0 || when.day(inOrder[index - 1]!.createdAt) !== day;
          return (
            <Fragment key={message.id}>
              {isNewDay && (
                <li className="talk-day muted t12" aria-hidden="true">
                  {day}
                </li>
              )}
              <Bubble message={message} name={name} />
            </Fragment>
          );
        })}
      </ol>
    </div>
  );
}

function Bubble({ message, name }: { message: Message; name: string }) {
  const t = useTranslations('conversations');
  const when = useWhen();
  const { data } = useQuery(me);
  const isTheirs = message.direction === 'inbound';
  const at = when.moment(message.createdAt);
  const author = message.author;
  const said = isTheirs
    ? t('theirs', { name, when: at })
    : author === null
      ? t('journeys', { when: at })
      : author.id === data?.id || author.name === null
        ? t('ours', { when: at })
        : t('teams', { name: author.name, when: at });
  return (
    <li className={`bubble ${isTheirs ? 'theirs' : 'ours'} ${message.status === 'failed' ? 'failed' : ''}`}>
      <span className="sr">{said}</span>
      {(message.text !== '' || message.attachments.length === 0) && (
        <p className="bubble-text">
          {message.text === null ? (
            <i>{t('gone')}</i>
          ) : message.text === '' ? (
            <i>{t('picture')}</i>
          ) : (
            message.text
          )}
        </p>
      )}
      {message.attachments.length > 0 && <Attachments message={message} name={name} />}
      <div className="bubble-foot t12 muted">
        <span className="num" aria-hidden="true">
          {when.time(message.createdAt)}
        </span>
        {!isTheirs && author === null && <span>{t('fromJourney')}</span>}
        {author?.name && author.id !== data?.id && <span>{author.name}</span>}
        {!isTheirs && <Delivery message={message} />}
      </div>
      {!isTheirs && <Why message={message} />}
    </li>
  );
}

function Delivery({ message }: { message: Message }) {
  const t = useTranslations('conversations');
  const when = useWhen();
  const size = 14;
  const icon = {
    held: <IconMoon size={size} aria-hidden />,
    sending: <IconClock size={size} aria-hidden />,
    sent: <IconCheck size={size} aria-hidden />,
    delivered: <IconChecks size={size} aria-hidden />,
    failed: <IconAlertCircle size={size} aria-hidden />,
    unknown: <IconAlertCircle size={size} aria-hidden />,
    skipped: <IconAlertCircle size={size} aria-hidden />,
    received: null,
  }[message.status];
  const tone = { failed: 'bad', unknown: 'warn', skipped: 'warn', delivered: 'good' }[
    message.status as 'failed'
  ];
  const waits = message.status === 'held' && message.heldUntil && new Date(message.heldUntil) > new Date();
  return (
    <span className={`bubble-state ${tone ?? ''}`}>
      {icon}
      {waits
        ? t('heldUntil', { when: when.moment(message.heldUntil!) })
        : message.status === 'held'
          ? t('statuses.sending')
          : t(`statuses.${message.status}`)}
    </span>
  );
}

const KINDS = {
  wrong_number: 'wrong_number',
  unreachable: 'unreachable',
  blocked: 'blocked',
  stopped: 'suppressed',
  filtered: 'filtered',
  content: 'filtered',
  elsewhere: 'setup',
  setup: 'setup',
  busy: 'network',
  network: 'network',
} as const;

/** Why it did not arrive, or waits; and the way to take it back while it does. */
function Why({ message }: { message: Message }) {
  const t = useTranslations('conversations');
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => answer(api.DELETE('/messages/{id}', { params: { path: { id: message.id } } })),
    onSuccess: () => toast(t('withdrawn')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['messages', 'talk'] }),
  });
  const { reason, status } = message;
  const quiet = status === 'sent' || status === 'delivered' || status === 'sending';
  const fault = faultOf(reason?.code);
  const own = `why.${reason?.code}` as 'why.too_late';
  const sentence =
    quiet || !reason ? null : fault ? t(`why.${KINDS[fault.kind]}`) : t.has(own) ? t(own) : reason.message;
  const waits = status === 'held' && message.author !== null;
  if (!sentence && !waits) return null;
  return (
    <div className="bubble-why t12">
      {sentence && <span className={status === 'failed' ? 'bad' : 'muted'}>{sentence}</span>}
      {waits && (
        <button type="button" className="linklike" onClick={() => withdraw.mutate()}>
          {t('withdraw')}
        </button>
      )}
      <FaultNote error={withdraw.error} />
    </div>
  );
}

function Composer({
  customerId,
  name,
  state,
  isFirst,
}: {
  customerId: string;
  name: string;
  state: State;
  isFirst: boolean;
}) {
  const t = useTranslations('conversations');
  const when = useWhen();
  const queries = useQueryClient();
  const id = useId();
  const { typed: text, type: setText, forget } = useUnsent(`reply ${customerId}`, '');
  const [asleep, setAsleep] = useState<{ opensAt: string; mayConfirm: boolean } | null>(null);
  const key = useRef(idempotencyKey());
  const send = useMutation({
    mutationFn: (at: When) =>
      answer(
        api.POST('/customers/{id}/messages', {
          params: { path: { id: customerId }, header: { 'Idempotency-Key': key.current } },
          body: { text, when: at },
        }),
      ),
    onSuccess: async ({ heldUntil }) => {
      const later = heldUntil !== null && new Date(heldUntil).getTime() > Date.now() + 60_000;
      toast(later ? t('planned', { when: when.moment(heldUntil) }) : t('sent'));
      forget();
      setAsleep(null);
      key.current = idempotencyKey();
      await queries.invalidateQueries({ queryKey: ['messages'] });
      await queries.invalidateQueries({ queryKey: ['conversations'] });
    },
    onError: (error) => {
      // What is asked next is another request, and needs another key.
      key.current = idempotencyKey();
      if (isRefusal(error, 'quiet_hours')) {
        const { opensAt, mayConfirm } = error.body as { opensAt: string; mayConfirm: boolean };
        setAsleep({ opensAt, mayConfirm });
      }
      void queries.invalidateQueries({ queryKey: ['conversations', customerId] });
    },
  });
  if (!state.allowed) {
    const code = `may.${state.reason?.code}` as 'may.suppressed';
    return (
      <p className="talk-refused notebox tone-warn" role="status">
        <IconAlertCircle size={20} className="icon" aria-hidden />
        <span className="grow">{t(t.has(code) ? code : 'may.other', { name })}</span>
      </p>
    );
  }
  const { parts } = segmentsOf(state.signedAs ? `${state.signedAs}: ${text}` : text);
  const tooLong = text.length > MOST_CHARACTERS;
  const canSend = text.trim() !== '' && !tooLong;
  const submit = () => canSend && !send.isPending && send.mutate('now');
  return (
    <form
      className="talk-write"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <FaultNote error={isRefusal(send.error, 'quiet_hours') ? null : send.error} />
      <label htmlFor={id} className="label">
        {t(isFirst ? 'writeFirst' : 'write', { name })}
      </label>
      <textarea
        id={id}
        className="input"
        rows={2}
        value={text}
        aria-describedby={`${id}-below`}
        aria-invalid={tooLong || undefined}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        }}
      />
      <div className="talk-below">
        <p id={`${id}-below`} className={`t12 ${tooLong ? 'bad' : 'muted'}`}>
          {tooLong ? t('tooLong') : state.signedAs ? t('signed', { name: state.signedAs }) : t('hint')}
          {text !== '' && !tooLong && (
            <>
              {' '}
              <span className="num">{t('parts', { count: parts })}</span>
            </>
          )}
        </p>
        <Button
          kind="primary"
          type="submit"
          busy={send.isPending}
          disabled={!canSend}
          icon={<IconSend size={18} aria-hidden />}
        >
          {t('send')}
        </Button>
      </div>
      {asleep && (
        <Asleep
          name={name}
          opensAt={asleep.opensAt}
          mayConfirm={asleep.mayConfirm}
          busy={send.isPending}
          onSend={(at) => send.mutate(at)}
          onClose={() => setAsleep(null)}
        />
      )}
    </form>
  );
}

/** It is night there: in the morning, or now after all. */
function Asleep({
  name,
  opensAt,
  mayConfirm,
  busy,
  onSend,
  onClose,
}: {
  name: string;
  opensAt: string;
  mayConfirm: boolean;
  busy: boolean;
  onSend: (when: When) => void;
  onClose: () => void;
}) {
  const t = useTranslations('conversations');
  const when = useWhen();
  const opens = when.moment(opensAt);
  return (
    <Dialog
      title={t('asleepTitle', { name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          {mayConfirm && (
            <Button busy={busy} onClick={() => onSend('now_confirmed')}>
              {t('nowAnyway')}
            </Button>
          )}
          <Button kind="primary" busy={busy} onClick={() => onSend('when_allowed')}>
            {t('morning', { when: opens })}
          </Button>
        </>
      }
    >
      <p>{t('asleepText', { when: opens })}</p>
      <p className="muted">{mayConfirm ? t('awaited', { name }) : t('notAwaited')}</p>
    </Dialog>
  );
}
