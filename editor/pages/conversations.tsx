import { IconArrowLeft, IconUser } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { useCustomer } from '../api/queries.js';
import { Avatar, Button, EmptyState, FaultNote, Loading, Page, Segmented, useWhen } from '../ui/index.js';
import { Conversation } from './parts/conversation.js';
import './conversations.css';

type Talk = Shape<'Conversation'>;

/** Everybody who texts, the newest first, and the one that is open. */
export default function Conversations() {
  const t = useTranslations('conversations');
  const { id } = useParams({ strict: false }) as { id?: string };
  const { show } = useSearch({ strict: false }) as { show?: 'unread' };
  const navigate = useNavigate();
  const talks = useInfiniteQuery({
    queryKey: ['conversations', 'list', show ?? ''],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/conversations', {
          params: {
            query: { ...(show && { unread: 'true' as const }), ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 15_000,
  });
  const items = talks.data?.pages.flatMap((page) => page.items) ?? [];
  const isEmpty = talks.isSuccess && items.length === 0;
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        <Segmented
          label={t('filter')}
          value={show ?? 'all'}
          options={[
            { value: 'all', label: t('all') },
            { value: 'unread', label: t('unread') },
          ]}
          onChange={(next) =>
            void navigate({ to: '.', search: next === 'unread' ? { show: 'unread' } : {} } as never)
          }
        />
      }
    >
      <FaultNote error={talks.error} retry={() => void talks.refetch()} />
      {talks.isPending && <Loading />}
      {isEmpty && !id && (
        <EmptyState title={t(show ? 'allRead' : 'nothing')}>
          {t(show ? 'allReadText' : 'nothingText')}
        </EmptyState>
      )}
      {(items.length > 0 || (id && talks.isSuccess)) && (
        <div className={`card talks ${id ? 'one' : ''}`}>
          <nav className="talks-list" aria-label={t('list')}>
            <ol>
              {items.map((talk) => (
                <li key={talk.customerId}>
                  <Row talk={talk} current={talk.customerId === id} />
                </li>
              ))}
            </ol>
            {isEmpty && <p className="muted t13 talks-none">{t(show ? 'allRead' : 'nothing')}</p>}
            {talks.hasNextPage && (
              <p className="talks-none">
                <Button small busy={talks.isFetchingNextPage} onClick={() => void talks.fetchNextPage()}>
                  {t('older')}
                </Button>
              </p>
            )}
          </nav>
          <div className="talks-one">
            {id ? <One id={id} /> : <p className="muted talks-none">{t('choose')}</p>}
          </div>
        </div>
      )}
    </Page>
  );
}

function Row({ talk, current }: { talk: Talk; current: boolean }) {
  const t = useTranslations('conversations');
  const when = useWhen();
  const { show } = useSearch({ strict: false }) as { show?: 'unread' };
  const name = talk.customerName ?? talk.phone ?? t('unnamed');
  const { lastMessage: last } = talk;
  const files = last?.attachments ?? [];
  const sent =
    files.length > 0 && files.every(({ mediaType }) => mediaType.startsWith('image/'))
      ? t('pictures', { count: files.length })
      : t('picture');
  const said = last === null || last.text === null ? t('gone') : last.text || sent;
  return (
    <Link
      to={`/conversations/${talk.customerId}`}
      search={show ? { show } : {}}
      aria-current={current}
      className={talk.unread ? 'unread' : ''}
    >
      <Avatar name={name} />
      <span className="grow">
        <span className="row">
          <span className="label grow clip">{name}</span>
          {last && <span className="muted t12 num">{when.ago(last.createdAt)}</span>}
        </span>
        <span className="row">
          <span className="t13 muted grow clip">
            {last?.direction === 'outbound' ? t('you', { text: said }) : said}
          </span>
          {talk.unread && (
            <span className="talks-dot">
              <span className="sr">{t('isUnread')}</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}

function One({ id }: { id: string }) {
  const t = useTranslations('conversations');
  const customer = useCustomer(id);
  if (customer.isPending) return <Loading />;
  if (!customer.data) return <FaultNote error={customer.error} retry={() => void customer.refetch()} />;
  const name = customer.data.name ?? customer.data.phone ?? t('unnamed');
  const first = customer.data.firstName ?? name.split(/\s+/)[0] ?? name;
  return (
    <>
      <header className="talks-head">
        <Link to="/conversations" className="talks-back" aria-label={t('back')} title={t('back')}>
          <IconArrowLeft size={20} aria-hidden />
        </Link>
        <div className="grow">
          <h2 className="t18 clip">{name}</h2>
          {customer.data.phone && customer.data.phone !== name && (
            <p className="t13 muted num">{customer.data.phone}</p>
          )}
        </div>
        <Link to={`/customers/${id}`} className="button small" title={t('story', { name })}>
          <IconUser size={18} className="icon" aria-hidden />
          <span className="talks-story">{t('story', { name: first })}</span>
        </Link>
      </header>
      <Conversation customerId={id} name={first} />
    </>
  );
}
