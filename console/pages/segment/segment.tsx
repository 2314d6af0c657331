import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { segmentKey, useSegment, useSegmentCount } from '../../data/segments.ts';
import { useFormats } from '../../data/session.tsx';
import { fileOf } from '../../data/condition-file.ts';
import { Page } from '../../frame/page.tsx';
import { CountPanel, ReachPanels, SamplePanel } from '../../parts/audience/panels.tsx';
import { Code } from '../../parts/code.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Button } from '../../parts/form.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Empty, Failure } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText, useWords } from '../../text/use-text.tsx';
import { Users } from '../segments/segments.tsx';
import { HistoryPanel } from './history.tsx';
import { DeleteDrawer, ExportDrawer } from './moves.tsx';

type Segment = Shape['Segment'];

/** Who is in, and why? */
export function Component(): ReactNode {
  const tell = useText();
  const { code = '' } = useParams();
  const { data, error, refetch } = useSegment(code);
  const above = [{ to: '/segments', name: tell('segments.title') }];
  if (data !== undefined) return <Known segment={data} above={above} />;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('segments.notFound') : code} above={above}>
      {isGone ? (
        <Empty title={tell('segments.notFound')}>{tell('segments.notFoundWhy')}</Empty>
      ) : (
        <div aria-busy={error === null}>
          {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
        </div>
      )}
    </Page>
  );
}

/** A segment as its file has it. */
export const fileOfSegment = ({ code, name, about, who }: Segment): string =>
  fileOf({ segment: code, name, ...(about === null ? {} : { about }), who });

interface KnownProps {
  readonly segment: Segment;
  readonly above: readonly { readonly to: string; readonly name: string }[];
}

function Known({ segment, above }: KnownProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const { code, name, about, revision, changedAt } = segment;
  const count = useSegmentCount(code, revision);
  const remove = useDrawer('delete');
  const csv = useDrawer('csv');
  return (
    <Page
      title={name}
      intro={
        <>
          {about !== null && <>{about} </>}
          <Text k="segments.about" with={{ code: <code>{code}</code>, n: revision, at: <When at={changedAt} /> }} />
        </>
      }
      above={above}
      acts={
        <>
          <Link className="btn danger" to={remove.to}>
            {tell('segments.delete')}
          </Link>
          <Link className="btn" to={csv.to}>
            {count.data === undefined
              ? tell('segments.csv')
              : tell('segments.csvOf', { count: number(count.data.members) })}
          </Link>
          <Link className="btn main-act" to={`/segments/${encodeURIComponent(code)}/edit`}>
            {tell('segments.edit')}
          </Link>
        </>
      }
    >
      <Columns
        main={
          <>
            <Panel title={tell('segments.isIn')} order={1} padded>
              <p className="says">{segment.says}</p>
            </Panel>
            <Sample code={code} revision={revision} members={count.data?.members} />
            <HistoryPanel code={code} />
            <Panel title={tell('segments.file')} order={7}>
              <Code label={tell('segments.fileLabel')} text={fileOfSegment(segment).trimEnd()} />
            </Panel>
          </>
        }
        side={
          <>
            <CountPanel
              count={count.data}
              parts={undefined}
              isCounting={count.isFetching && count.data === undefined}
              error={count.data === undefined ? count.error : null}
              again={() => void count.refetch()}
            />
            <ReachPanels count={count.data} />
            <Panel title={tell('segments.usedBy')} order={3} intro={tell('segments.usedByWhy')} padded>
              <Users segment={segment} />
            </Panel>
          </>
        }
      />
      <DeleteDrawer segment={segment} />
      <ExportDrawer code={code} />
    </Page>
  );
}

/** Ten by lot, and another ten. */
function Sample({
  code,
  revision,
  members,
}: Pick<Segment, 'code' | 'revision'> & { readonly members: number | undefined }): ReactNode {
  const tell = useText();
  const { language } = useWords();
  const [seed, setSeed] = useState(0);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [...segmentKey(code), 'sample', revision, seed, language],
    queryFn: ({ signal }) =>
      read(
        api.GET('/segments/{code}/sample', {
          params: { path: { code }, query: { seed } },
          ...{ headers: { 'Accept-Language': language }, signal },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  if (data === undefined && error !== null) {
    return (
      <Panel title={tell('segments.sample')} order={5} padded>
        <Failure error={error} again={() => void refetch()} />
      </Panel>
    );
  }
  return (
    <SamplePanel
      id="sample"
      sample={data?.data}
      members={members}
      isCounting={isFetching}
      more={
        data !== undefined &&
        members !== undefined &&
        members > data.data.length && (
          <Button busy={isFetching} onClick={() => setSeed(seed + 1)}>
            {tell('segments.another')}
          </Button>
        )
      }
    />
  );
}
