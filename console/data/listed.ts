import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Noun } from './nouns.ts';

interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

interface Listed<Row> {
  /** What is listed, and by which filter. */
  readonly key: readonly unknown[];
  readonly live: readonly Noun[];
  /** Read again so often where no notification tells of it; never under 5 s. */
  readonly everyMs?: number;
  /** Rows of a page; 50 when absent. */
  readonly rowsMax?: number;
  /** Whether the rows of the filter before stand until those of the new one have come; true when absent. */
  readonly keepsFormer?: boolean;
  /** One page; the first without a cursor. */
  readonly page: (from: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Row>>;
}

const rowsUsual = 50;

/** What no notification tells of is read again so often. */
export const quietEveryMs = 5_000;

/** A list of `/v1`, page by page, for the parts of a Table. */
export function useListed<Row>({
  key,
  live,
  everyMs,
  rowsMax = rowsUsual,
  keepsFormer = true,
  page,
}: Listed<Row>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => page({ limit: rowsMax, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    meta: { live },
    ...(keepsFormer ? { placeholderData: keepPreviousData } : {}),
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
  return {
    rows: query.data?.pages.flatMap(({ data }) => data),
    error: query.error,
    again: () => void query.refetch(),
    more: query.hasNextPage
      ? { load: () => void query.fetchNextPage(), busy: query.isFetchingNextPage }
      : undefined,
  };
}
