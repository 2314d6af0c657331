import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useFormats, useSession } from '../../data/session.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { Button, TextField } from '../../parts/form.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { instantIn } from '../../text/instant-in.ts';
import { Text, useText } from '../../text/use-text.tsx';
import { TypesField } from './types-field.tsx';
import { type Endpoint, type NotificationType, notificationTypes } from './webhook-words.tsx';

interface ReplayProps {
  readonly endpoint: Endpoint;
  readonly onDone: (said: ReactNode) => void;
}

const id = 'replay';
const dayMs = 86_400_000;
/** So many pages of the feed are counted before they are sent. */
const pagesMax = 5;
const pageRows = 100;
/** Types that the feed can be asked for at once. */
const typesMax = 20;
/** Notifications of one replay. */
const sentMax = 10_000;

/** Sends an endpoint once more what happened in a span of time, whether it has had it or not. */
export function ReplayDrawer(props: ReplayProps): ReactNode {
  const tell = useText();
  const { zoneName, number } = useFormats();
  const form = useReplay(props);
  const { counted, faults } = form;
  return (
    <Drawer
      id={id}
      title={tell('webhooks.replayTitle')}
      note={tell('webhooks.replayNote')}
      onSubmit={form.submit}
      foot={
        <>
          <Button type="submit" main busy={form.busy} blocked={form.blocked}>
            {counted === undefined || counted.isPart
              ? tell('webhooks.replayNow')
              : tell('webhooks.replayIt', { n: counted.n, count: number(counted.n) })}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <TextField
        label={tell('webhooks.from')}
        type="datetime-local"
        hint={tell('webhooks.zone', { zone: zoneName() })}
        value={form.from}
        onChange={(event) => form.setFrom(event.target.value)}
        error={faults.from}
      />
      <TextField
        label={tell('webhooks.to')}
        type="datetime-local"
        hint={tell('webhooks.toHint')}
        value={form.to}
        onChange={(event) => form.setTo(event.target.value)}
        error={faults.to}
      />
      <TypesField
        {...{ all: form.all, onAll: form.setAll, types: form.types, onTypes: form.setTypes, offered: form.offered }}
        allWords={tell('webhooks.allOfIts')}
        error={faults.types}
      />
      <Callout kind="info">
        <p>
          {counted === undefined ? (
            tell('webhooks.replayNoCount')
          ) : (
            <Text
              k={counted.isPart ? 'webhooks.replayMany' : 'webhooks.replayCount'}
              with={{ n: counted.n, count: number(counted.n), most: number(sentMax) }}
            />
          )}
        </p>
        <p>{tell('webhooks.againWhy')}</p>
      </Callout>
      {form.error !== null && <NotDone error={form.error} />}
    </Drawer>
  );
}

function useReplay({ endpoint, onDone }: ReplayProps) {
  const tell = useText();
  const client = useQueryClient();
  const formats = useFormats();
  const { now } = useSession();
  const attempt = useAttempt();
  const blocked = useBlocked('admin');
  const { isOpen, close } = useDrawer(id);
  const shown = (at: number) => `${formats.dayKey(at)}T${formats.time(at)}`;
  const [from, setFrom] = useState(() => shown(Date.parse(now) - dayMs));
  const [to, setTo] = useState('');
  const [all, setAll] = useState(true);
  const [types, setTypes] = useState<readonly string[]>([]);
  const [isTried, setTried] = useState(false);
  const offered = endpoint.types.length === 0 ? notificationTypes : endpoint.types;
  const chosen: NotificationType[] = offered.filter((type) => types.includes(type));
  const fromAt = instantIn(from, formats.zone);
  const toAt = to === '' ? undefined : instantIn(to, formats.zone);
  const asked: NotificationType[] = all ? [...endpoint.types] : chosen;
  const isSpan = fromAt !== undefined && (to === '' || (toAt !== undefined && toAt > fromAt));
  const isWhole = isSpan && (all || chosen.length > 0);
  const count = useCount({ from: fromAt, to: toAt, types: asked }, isOpen && isWhole);
  const mutation = useMutation({
    mutationFn: () =>
      read(
        api.POST('/webhook-endpoints/{endpointId}/replays', {
          params: { path: { endpointId: endpoint.id }, header: attempt.header() },
          body: {
            ...(fromAt === undefined ? {} : { from: fromAt }),
            ...(toAt === undefined ? {} : { to: toAt }),
            ...(asked.length === 0 ? {} : { types: asked }),
          },
        }),
      ),
    onSuccess: ({ notifications }) => {
      setTried(false);
      void client.invalidateQueries({ queryKey: ['deliveries'] });
      onDone(tell('webhooks.isReplayed', { n: notifications, count: formats.number(notifications) }));
      close();
    },
    onSettled: (_, error) => attempt.answered(error),
  });
  return {
    ...{ from, setFrom, to, setTo, all, setAll, types, setTypes, offered, blocked },
    counted: isWhole ? count : undefined,
    ...{ busy: mutation.isPending, error: mutation.error },
    faults: {
      from: isTried && fromAt === undefined ? tell('webhooks.fromMissing') : undefined,
      to: isTried && fromAt !== undefined && !isSpan ? tell('webhooks.toWrong') : undefined,
      types: isTried && !all && chosen.length === 0 ? tell('webhooks.typesMissing') : undefined,
    },
    submit: () => {
      setTried(true);
      if (isWhole && blocked === undefined && !mutation.isPending) mutation.mutate();
    },
  };
}

interface Span {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly types: readonly NotificationType[];
}

/** How many notifications a span has, as far as some pages of the feed tell. */
function useCount(
  { from, to, types }: Span,
  isAsked: boolean,
): { readonly n: number; readonly isPart: boolean } | undefined {
  const { data } = useQuery({
    queryKey: ['notifications', 'count', from, to, types],
    queryFn: async () => {
      const filter = {
        ...(from === undefined ? {} : { from }),
        ...(types.length === 0 ? {} : { type: [...types] }),
      };
      let n = 0;
      let cursor: string | undefined;
      // A page looks at so many rows at most: one with few may be followed by more.
      for (let page = 0; page < pagesMax; page += 1) {
        const query = { ...filter, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) };
        const answer = await read(api.GET('/notifications', { params: { query } }));
        // A page, and not the stream that the same address has.
        const { data, nextCursor } = answer as Shape['NotificationPage'];
        n += data.filter(({ timestamp }) => to === undefined || timestamp < to).length;
        if (data.length === 0 && nextCursor === cursor) return { n, isPart: false };
        cursor = nextCursor;
      }
      return { n, isPart: true };
    },
    enabled: isAsked && types.length <= typesMax,
  });
  return data;
}
