import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useBlocked } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Code } from '../../parts/code.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { AreaField, Button } from '../../parts/form.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Bone, Callout, Done, Empty, Failure, NotDone } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { ApplyDrawer } from './apply.tsx';
import { DryRun } from './dry-run.tsx';
import { useProgramme } from './use-programme.ts';
import { rulesOf, Words } from './words.tsx';

type Draft = ReturnType<typeof useProgramme>;

/** What are the rules, and what would a change come to? */
export function Component(): ReactNode {
  const tell = useText();
  const draft = useProgramme();
  const { data, error } = draft.stored;
  if (data === undefined) {
    return (
      <Page title={tell('programme.title')}>
        <div aria-busy={error === null}>
          {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void draft.stored.refetch()} />}
        </div>
      </Page>
    );
  }
  return <Known draft={draft} stored={data} />;
}

interface KnownProps {
  readonly draft: Draft;
  readonly stored: NonNullable<Draft['stored']['data']>;
}

function Known({ draft, stored: { programme } }: KnownProps): ReactNode {
  const tell = useText();
  const drawer = useDrawer('apply');
  const lacksScope = useBlocked('launch');
  const [said, setSaid] = useState<number>();
  const { planned, faults, applying } = draft;
  const { rulesVersion } = programme;
  const next = rulesVersion + 1;
  const isChanged = (planned?.changes ?? []).length > 0;
  const apply = () => {
    if (lacksScope !== undefined || applying.isPending) return;
    applying.mutate(undefined, {
      onSuccess: (after) => {
        setSaid(after.rulesVersion);
        drawer.close();
      },
    });
  };
  const whyNot =
    lacksScope ??
    (faults.length > 0
      ? tell('programme.notWithFaults', { n: faults.length })
      : isChanged
        ? undefined
        : tell('programme.nothingToApply'));
  return (
    <Page
      title={tell('programme.title')}
      beside={<Tag>{tell('programme.version', { version: rulesVersion })}</Tag>}
      intro={<Text k="programme.intro" with={{ name: programme.name, code: programme.code }} />}
      acts={<Acts code={programme.code} version={next} to={drawer.to} whyNot={whyNot} />}
    >
      {said !== undefined && !draft.isDraft && (
        <Done>
          <p>{tell('programme.applied', { version: said })}</p>
        </Done>
      )}
      <Notices draft={draft} version={rulesVersion} />
      <div className="stack">
        <div className="cols even">
          <Panel title={tell('programme.inWords')} intro={tell('programme.inWordsIntro')} padded>
            <Words rules={rulesOf(programme.rules, planned?.rules)} />
          </Panel>
          <File draft={draft} />
        </div>
        {planned !== undefined && <Planned planned={planned} />}
      </div>
      {planned !== undefined && isChanged && (
        <ApplyDrawer
          {...{ planned, version: next, blocked: lacksScope, apply }}
          busy={applying.isPending}
          error={applying.error}
        />
      )}
    </Page>
  );
}

interface ActsProps {
  readonly code: string;
  readonly version: number;
  readonly to: string;
  readonly whyNot: string | undefined;
}

function Acts({ code, version, to, whyNot }: ActsProps): ReactNode {
  const tell = useText();
  return (
    <>
      <Link className="btn" to={`/audit?target=${encodeURIComponent(`programme:${code}`)}`}>
        {tell('programme.earlier')}
      </Link>
      {whyNot === undefined ? (
        <Link className="btn main-act" to={to}>
          {tell('programme.apply', { version })}
        </Link>
      ) : (
        <Button main blocked={whyNot}>
          {tell('programme.apply', { version })}
        </Button>
      )}
    </>
  );
}

function Planned({ planned }: { readonly planned: NonNullable<Draft['planned']> }): ReactNode {
  const tell = useText();
  if ((planned.changes ?? []).length === 0) {
    return (
      <Panel title={tell('programme.dryRun')}>
        <Empty title={tell('programme.unchanged')}>{tell('programme.unchangedWhy')}</Empty>
      </Panel>
    );
  }
  return planned.effect === undefined ? null : <DryRun effect={planned.effect} />;
}

/** What stops: faults with links to their lines, other rules in the meantime, a call that failed. */
function Notices({ draft, version }: { readonly draft: Draft; readonly version: number }): ReactNode {
  const { faults, looking, isOvertaken } = draft;
  return (
    <>
      {isOvertaken && (
        <div className="done">
          <Callout kind="warn" live>
            <p>
              <Text k="programme.overtaken" with={{ version }} />
            </p>
          </Callout>
        </div>
      )}
      {faults.length > 0 && (
        <div className="done">
          <Callout kind="bad" live>
            <p>
              <Text k="programme.faults" with={{ n: faults.length }} />
            </p>
            {faults
              .filter(({ line }) => line === undefined)
              .map(({ field, detail, fix }, at) => (
                <p key={at} lang="en">
                  <code>{field}</code> {detail} {fix}
                </p>
              ))}
          </Callout>
        </div>
      )}
      {looking.error !== null && faults.length === 0 && (
        <div className="done">
          <NotDone error={looking.error} />
        </div>
      )}
    </>
  );
}

/** Faults that have a line, for their place. */
function placedOf(faults: Draft['faults']) {
  return faults.flatMap(({ line, field, detail, fix }) =>
    line === undefined
      ? []
      : [
          {
            line,
            what: (
              <span lang="en">
                <code>{field}</code> {detail}.
              </span>
            ),
            fix: fix === undefined ? undefined : <span lang="en">{fix}.</span>,
          },
        ],
  );
}

/** The file: to read with its faults at their lines, or to write. */
function File({ draft }: { readonly draft: Draft }): ReactNode {
  const tell = useText();
  const [isWriting, setWriting] = useState(false);
  const { text, faults, looking, isDraft } = draft;
  const lines = text.split('\n').length;
  const look = () => {
    if (looking.isPending) return;
    setWriting(false);
    looking.mutate();
  };
  return (
    <Panel title={tell('programme.asFile')} intro={isDraft ? tell('programme.isDraft') : tell('programme.isStored')}>
      {isWriting ? (
        <div className="pad">
          <AreaField
            label={tell('programme.text')}
            rows={24}
            spellCheck={false}
            value={text}
            onChange={(event) => draft.write(event.target.value)}
          />
        </div>
      ) : (
        <Code label={tell('programme.file', { n: lines })} text={text} errors={placedOf(faults)} />
      )}
      <div className="foot acts">
        {!isWriting && <Button onClick={() => setWriting(true)}>{tell('programme.edit')}</Button>}
        {(isWriting || isDraft) && (
          <Button busy={looking.isPending} onClick={look}>
            {looking.isPending ? tell('programme.seeing') : tell('programme.see')}
          </Button>
        )}
        {(isWriting || isDraft) && (
          <Button
            onClick={() => {
              setWriting(false);
              draft.drop();
            }}
          >
            {tell('programme.drop')}
          </Button>
        )}
      </div>
    </Panel>
  );
}
