import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, read } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { quietEveryMs } from '../../data/listed.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Callout, Done, Empty, Failure } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { ImportFigures } from './figures.tsx';
import { type Import, ImportStatus, isOpen, useImportName, useKindWords } from './import-words.tsx';
import { AgainDrawer, MoveDrawer } from './moves.tsx';
import { ReadAs } from './read-as.tsx';
import { Rejects } from './rejects.tsx';

/** One import: how far it is, how its file was read, and what became of each row. */
export function Component(): ReactNode {
  const tell = useText();
  const { importId = '' } = useParams();
  const query = useQuery({
    queryKey: ['imports', importId],
    queryFn: () => read(api.GET('/imports/{importId}', { params: { path: { importId } } })),
    meta: { live: ['imports'] },
    // No notification tells of what is under way.
    refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data) ? quietEveryMs : false),
  });
  const { data, error, refetch } = query;
  const above = [{ to: '/imports', name: tell('imports.title') }];
  if (data !== undefined) return <Known key={data.id} of={data} query={query} above={above} />;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('imports.notFound') : tell('imports.import')} above={above}>
      {isGone ? (
        <Empty title={tell('imports.notFound')}>{tell('imports.notFoundWhy')}</Empty>
      ) : (
        <div aria-busy={error === null}>
          {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
        </div>
      )}
    </Page>
  );
}

interface KnownProps {
  readonly of: Import;
  readonly query: Parameters<typeof ImportFigures>[0]['of'];
  readonly above: readonly { readonly to: string; readonly name: string }[];
}

function Known({ of: each, query, above }: KnownProps): ReactNode {
  const tell = useText();
  const nameOf = useImportName();
  const kindOf = useKindWords();
  const [said, setSaid] = useState<ReactNode>();
  const { kind, status, dryRun, createdAt, createdBy } = each;
  const when = <When at={createdAt} />;
  return (
    <Page
      title={nameOf(each)}
      beside={
        <>
          <ImportStatus status={status} /> {dryRun && <Tag>{tell('imports.dryRun')}</Tag>}
        </>
      }
      intro={
        createdBy === undefined ? (
          <Text k="imports.about" with={{ kind: kindOf[kind], when }} />
        ) : (
          <Text k="imports.aboutBy" with={{ kind: kindOf[kind], when, by: createdBy }} />
        )
      }
      above={above}
      acts={<Acts of={each} />}
    >
      {said !== undefined && (
        <Done>
          <p>{said}</p>
        </Done>
      )}
      <ImportFigures of={query} />
      <Columns
        main={
          <>
            <State of={each} />
            <Rejects of={each} />
          </>
        }
        side={<ReadAs of={each} />}
      />
      <AgainDrawer of={each} />
      <MoveDrawer of={each} move={isOpen(each) ? 'cancel' : 'resume'} onDone={setSaid} />
    </Page>
  );
}

/** What can be done with it now; the main one last. */
function Acts({ of: { status, dryRun, hasFile, problem } }: { readonly of: Import }): ReactNode {
  const tell = useText();
  const cancel = useDrawer('cancel');
  const resume = useDrawer('resume');
  const again = useDrawer('again');
  if (isOpen({ status })) {
    return (
      <Link className="btn" to={cancel.to}>
        {tell('imports.stop')}
      </Link>
    );
  }
  if (!hasFile) return null;
  const isTried = dryRun && status === 'finished';
  const goesOn = !dryRun && status !== 'finished' && problem?.code !== 'IMPORT_INVALID';
  return (
    <>
      {goesOn && (
        <Link className="btn" to={resume.to}>
          {tell('imports.resume')}
        </Link>
      )}
      <Link className={isTried || status === 'failed' ? 'btn main-act' : 'btn'} to={again.to}>
        {isTried ? tell('imports.takeIt') : tell('imports.again')}
      </Link>
    </>
  );
}

/** How far it is, or why it failed. */
function State({ of: each }: { readonly of: Import }): ReactNode {
  const tell = useText();
  const { status, dryRun, problem, counts, linesTotal } = each;
  if (status === 'failed' && problem !== undefined) {
    return (
      <Callout kind="bad">
        <p>
          <Text
            k="imports.failedWhy"
            with={{
              why: (
                <span lang="en">
                  {problem.detail} {problem.fix}
                </span>
              ),
            }}
          />
        </p>
        <p>{tell('imports.failedWhat')}</p>
      </Callout>
    );
  }
  if (isOpen(each)) return <Progress status={status} done={counts.lines} all={linesTotal} isDry={dryRun} />;
  if (status === 'cancelled') {
    return (
      <Callout kind="info">
        <p>{tell('imports.cancelledWhat')}</p>
      </Callout>
    );
  }
  if (!dryRun) return null;
  return (
    <Callout kind="info">
      <p>{tell('imports.dryWhat')}</p>
    </Callout>
  );
}

interface ProgressProps {
  readonly status: Import['status'];
  readonly done: number;
  readonly all: number | undefined;
  readonly isDry: boolean;
}

function Progress({ status, done, all, isDry }: ProgressProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const isCounted = status === 'running' && !isDry && all !== undefined && all > 0;
  return (
    <Panel title={tell('imports.progress')} padded>
      <progress
        className="progress"
        aria-label={tell('imports.progress')}
        {...(isCounted ? { max: all, value: Math.min(done, all) } : {})}
      />
      <p className="note">
        {status === 'queued'
          ? tell('imports.waits')
          : isCounted
            ? tell('imports.of', { done: number(done), all: number(all) })
            : tell('imports.counting')}
      </p>
    </Panel>
  );
}
