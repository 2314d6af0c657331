import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Callout, Empty } from '../../parts/states.tsx';
import { Status, type StatusKind } from '../../parts/status.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { useText } from '../../text/use-text.tsx';

type Health = Shape['Health'];
type Check = Health['checks'][number];

/** Checks ask every part of the installation: not more often than so. */
const everyMs = 15_000;
const kinds: Readonly<Record<Check['status'], StatusKind>> = { ok: 'ok', degraded: 'held', failing: 'bad' };
const worstFirst: readonly Check['status'][] = ['failing', 'degraded', 'ok'];

/** Is everything well, and what is to be done where it is not? */
export function Component(): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['health'],
    queryFn: () => read(api.GET('/health')),
    refetchInterval: everyMs,
    meta: { live: ['health'] },
  });
  const columns = useColumns();
  const checks = useMemo(
    () =>
      data === undefined
        ? undefined
        : [...data.checks].sort((left, right) => worstFirst.indexOf(left.status) - worstFirst.indexOf(right.status)),
    [data],
  );
  return (
    <Page
      title={tell('health.title')}
      {...(data === undefined ? {} : { beside: <HealthStatus status={data.status} /> })}
      intro={tell('health.intro')}
    >
      {data !== undefined && (
        <div className="done">
          <Callout kind={data.status === 'ok' ? 'good' : data.status === 'degraded' ? 'warn' : 'bad'}>
            <p>{sayStatus(data.status, tell)}</p>
          </Callout>
        </div>
      )}
      <Panel
        title={tell('health.checks')}
        intro={data === undefined ? tell('health.asking') : tell('health.asked', { time: formats.time(dataUpdatedAt) })}
      >
        <Table
          caption={tell('health.checks')}
          columns={columns}
          rows={checks}
          rowKey={({ name }) => name}
          error={error}
          again={() => void refetch()}
          expected={5}
          empty={<Empty title={tell('health.none')} />}
        />
      </Panel>
    </Page>
  );
}

function sayStatus(status: Health['status'], tell: ReturnType<typeof useText>): string {
  if (status === 'ok') return tell('health.allOk');
  return status === 'degraded' ? tell('health.isDegraded') : tell('health.isFailing');
}

function HealthStatus({ status }: Pick<Check, 'status'>): ReactNode {
  const tell = useText();
  const words = { ok: tell('health.ok'), degraded: tell('health.degraded'), failing: tell('health.failing') };
  return <Status kind={kinds[status]}>{words[status]}</Status>;
}

function useColumns(): readonly Column<Check>[] {
  const tell = useText();
  return useMemo(
    () => [
      {
        ...{ id: 'check', head: tell('health.check'), names: true },
        cell: (check) => (
          <>
            <span lang="en">{check.name}</span>
            <Narrow below={640}>
              <Found check={check} />
            </Narrow>
          </>
        ),
      },
      { ...{ id: 'found', head: tell('health.found'), only: 'roomy' }, cell: (check) => <Found check={check} /> },
      { ...{ id: 'state', head: tell('health.state') }, cell: ({ status }) => <HealthStatus status={status} /> },
    ],
    [tell],
  );
}

/** The API speaks English. */
function Found({ check: { detail, fix } }: { readonly check: Check }): ReactNode {
  const tell = useText();
  return (
    <>
      <span lang="en" className="anywhere">
        {detail}
      </span>
      {fix !== undefined && (
        <small className="anywhere">
          <b>{tell('health.fix')}</b> <span lang="en">{fix}</span>
        </small>
      )}
    </>
  );
}
