import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { useMay } from '../api/queries.js';
import { Avatar, Button, EmptyState, FaultNote, Loading, Page, Pill, useWhen } from '../ui/index.js';
import { InNow, Reach } from './customers/standing.js';
import { CustomerForm } from './parts/customer-form.js';
import { SearchBox, useSearched } from './parts/search-box.js';
import './customers.css';

/** Everybody, newest first; what is searched for stays in the address. */
export default function Customers() {
  const t = useTranslations('customers');
  // A number in an address, as of a phone, arrives as one.
  const search = useSearched();
  const people = useInfiniteQuery({
    queryKey: ['customers', 'list', search],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/customers', {
          params: { query: { ...(search && { search }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
  });
  const navigate = useNavigate();
  const mayWrite = useMay('customers:write');
  const [adding, setAdding] = useState(false);
  const find = useCallback(
    (wanted: string) =>
      void navigate({ to: '/customers', search: wanted ? { search: wanted } : {}, replace: true }),
    [navigate],
  );
  const items = people.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        mayWrite && (
          <Button kind="primary" icon={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        )
      }
    >
      {adding && (
        <CustomerForm
          onClose={() => setAdding(false)}
          onDone={({ id }) => void navigate({ to: `/customers/${id}` })}
        />
      )}
      <SearchBox label={t('search')} search={search} onSearch={find} />
      <FaultNote error={people.error} retry={() => void people.refetch()} />
      {people.isPending && <Loading />}
      {people.isSuccess && items.length === 0 && search === '' && (
        <EmptyState title={t('nobody')}>{t('nobodyText')}</EmptyState>
      )}
      {people.isSuccess && items.length === 0 && search !== '' && (
        <p className="muted">{t('notFound', { search })}</p>
      )}
      {items.length > 0 && <People items={items} />}
      {people.hasNextPage && (
        <p className="after">
          <Button busy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            {t('more')}
          </Button>
        </p>
      )}
    </Page>
  );
}

function People({ items }: { items: Shape<'ListedCustomer'>[] }) {
  const t = useTranslations('customers');
  const when = useWhen();
  return (
    <ul className="card people">
      {items.map((one) => (
        <li key={one.id}>
          <Link to={`/customers/${one.id}`} className="person">
            <Avatar name={one.name ?? '?'} />
            <span className="grow clip">
              <span className="label">{one.name ?? t('unnamed')}</span>
              <span className="muted t13 clip block">
                {[one.phone, one.email].filter(Boolean).join(' · ')}
              </span>
            </span>
            <span className="row tags">
              {one.tags.slice(0, 3).map((tag) => (
                <Pill key={tag}>{tag}</Pill>
              ))}
            </span>
            <span className="standing t13">
              <InNow activeJourneys={one.activeJourneys} />
              <Reach reach={one.reach} />
            </span>
            <span className="muted t13 num when">{one.lastEventAt ? when.ago(one.lastEventAt) : ''}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
