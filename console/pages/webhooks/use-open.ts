import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, read, type Shape } from '../../data/api.ts';
import { quietEveryMs } from '../../data/listed.ts';

type Delivery = Shape['Delivery'];

/** More are not counted: "100 or more". */
export const countedMax = 100;

/** Deliveries that have not arrived, of one endpoint or of all. */
export const useOpen = (endpointId: string | undefined, isAsked = true): UseQueryResult<readonly Delivery[]> =>
  useQuery({
    queryKey: ['deliveries', 'open', endpointId],
    queryFn: async () => {
      const of = endpointId === undefined ? {} : { endpointId };
      const query = { ...of, status: ['waiting', 'dead'] as Delivery['status'][], limit: countedMax };
      return (await read(api.GET('/deliveries', { params: { query } }))).data;
    },
    enabled: isAsked,
    meta: { live: ['webhooks'] },
    refetchInterval: quietEveryMs,
  });
