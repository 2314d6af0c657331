import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../data/session.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { countedMax } from './use-open.ts';
import type { Delivery } from './webhook-words.tsx';

interface OpenCountProps {
  /** Of all endpoints, or of this one; absent while it is read. */
  readonly open: readonly Delivery[] | undefined;
  readonly endpointId: string;
}

/** How many deliveries of an endpoint were given up, and how many wait: each leads to them. */
export function OpenCount({ open, endpointId }: OpenCountProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  if (open === undefined) return tell('parts.none');
  const isPart = open.length >= countedMax;
  const own = open.filter((each) => each.endpointId === endpointId);
  const of = (status: Delivery['status']) => own.filter((each) => each.status === status).length;
  const to = (status: Delivery['status']) => (words: ReactNode) => (
    <Link to={`/webhooks/${endpointId}?status=${status}`}>{words}</Link>
  );
  const [dead, waiting] = [of('dead'), of('waiting')];
  if (dead + waiting === 0) return isPart ? tell('webhooks.openUnknown') : number(0);
  const given = (n: number) => ({ n, count: isPart ? tell('webhooks.orMore', { count: number(n) }) : number(n) });
  return (
    <>
      {dead > 0 && (
        <div className="bad">
          <Text k="webhooks.countDead" with={given(dead)} a={to('dead')} />
        </div>
      )}
      {waiting > 0 && (
        <div>
          <Text k="webhooks.countWaiting" with={given(waiting)} a={to('waiting')} />
        </div>
      )}
    </>
  );
}
