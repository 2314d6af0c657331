import { queryOptions } from '@tanstack/react-query';
import { allRows } from '../../../client/create.ts';
import { api, read, type Shape } from '../../data/api.ts';

type Lot = Shape['Lot'];
/** Lots that are read at most; a member has tens. */
const lotsMax = 1_000;

/** The open lots of a member, in spending order. */
export const lotsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['lots', memberId],
    queryFn: async (): Promise<readonly Lot[]> => {
      const lots: Lot[] = [];
      const page = async (cursor: string | undefined) => ({
        data: await read(
          api.GET('/lots', {
            params: {
              query: {
                memberId,
                status: ['pending', 'active'],
                limit: 100,
                ...(cursor === undefined ? {} : { cursor }),
              },
            },
          }),
        ),
      });
      for await (const lot of allRows(page)) if (lots.push(lot) >= lotsMax) break;
      return lots;
    },
    meta: { live: ['points'], member: memberId },
  });

/** Lots that end on the same day. */
export interface LotsOfDay {
  readonly key: string;
  readonly expiresAt: string | null;
  readonly lots: readonly Lot[];
  readonly left: number;
  readonly held: number;
  readonly earned: number;
}

/** Open lots by the day they end, soonest first; those without an end last. */
export function byEnd(lots: readonly Lot[], dayKey: (at: string) => string): readonly LotsOfDay[] {
  const days = Map.groupBy(lots, ({ expiresAt }) => (expiresAt === null ? 'never' : dayKey(expiresAt)));
  const sum = (of: readonly Lot[], amount: (lot: Lot) => number) => of.reduce((all, lot) => all + amount(lot), 0);
  return [...days]
    .map(([key, of]) => ({
      ...{ key, lots: of, expiresAt: of[0]?.expiresAt ?? null },
      left: sum(of, ({ left }) => left),
      held: sum(of, ({ held }) => held),
      earned: sum(of, ({ earned }) => earned),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
