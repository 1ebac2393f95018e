import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/index.js';

interface Sheet<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A list that comes in pages: what has come so far, and a way to ask for more. */
export function usePages<Item>(
  key: readonly unknown[],
  ask: (cursor: string | undefined) => Promise<Sheet<Item>>,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return { ...query, items: query.data?.pages.flatMap(({ items }) => items) };
}

export function More({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  const t = useTranslations('shell');
  if (!list.hasNextPage) return null;
  return (
    <div className="row" style={{ justifyContent: 'center', padding: 16 }}>
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('loadMore')}
      </Button>
    </div>
  );
}
