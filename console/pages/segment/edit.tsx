import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { at } from '../../data/condition-file.ts';
import { Refused } from '../../data/refused.ts';
import { useSegment } from '../../data/segments.ts';
import { useBlocked } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Builder } from '../../parts/audience/builder.tsx';
import { FilePanel } from '../../parts/audience/file-panel.tsx';
import { CountPanel, ReachPanels, SamplePanel } from '../../parts/audience/panels.tsx';
import { type EditedFile, useFile } from '../../parts/audience/use-file.ts';
import { type Preview, usePreview } from '../../parts/audience/use-preview.ts';
import { Button, TextField } from '../../parts/form.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Callout, Empty, Failure, NotDone } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { fileOfSegment } from './segment.tsx';
import { useSaving } from './use-saving.ts';

const base = ['who'] as const;
const newFile = "segment: ''\nname: ''\nwho:\n  all: []\n";

/** Writes a segment: a new one, or what is to become of one that is there. */
export function Component(): ReactNode {
  const { code } = useParams();
  return code === undefined ? <Editing of={undefined} /> : <Read code={code} />;
}

function Read({ code }: { readonly code: string }): ReactNode {
  const tell = useText();
  const { data, error, refetch } = useSegment(code);
  // What was read first is what is edited: news of it is a conflict to be told of, and not a change under somebody's hands.
  const [first, setFirst] = useState(data);
  if (first === undefined && data !== undefined) setFirst(data);
  if (first !== undefined) return <Editing of={first} />;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('segments.notFound') : code} above={[{ to: '/segments', name: tell('segments.title') }]}>
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

const wordsAt = (content: unknown, key: string): string => {
  const value = at(content, [key]);
  return typeof value === 'string' ? value : '';
};

/** `Quiet friends` as a code. */
const codeFor = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);

function Editing({ of }: { readonly of: Shape['Segment'] | undefined }): ReactNode {
  const tell = useText();
  const file = useFile(of === undefined ? newFile : fileOfSegment(of));
  const preview = usePreview(file.text, file.content === undefined ? undefined : at(file.content, base));
  const saving = useSaving(of, file);
  const scope = useBlocked('launch');
  const faults = saving.faults.length > 0 ? saving.faults : preview.faults;
  const title = of === undefined ? tell('segments.newTitle') : tell('segments.editTitle', { name: of.name });
  return (
    <Page
      title={title}
      above={[
        { to: '/segments', name: tell('segments.title') },
        ...(of === undefined ? [] : [{ to: `/segments/${encodeURIComponent(of.code)}`, name: of.name }]),
      ]}
      intro={of === undefined ? tell('segments.newIntro') : <Touched of={of} />}
      acts={
        <>
          <Link className="btn" to={of === undefined ? '/segments' : `/segments/${encodeURIComponent(of.code)}`}>
            {tell('parts.leave')}
          </Link>
          <Button
            main
            busy={saving.isBusy}
            blocked={scope ?? (file.content === undefined ? tell('segments.unreadable') : undefined)}
            onClick={saving.save}
          >
            {of === undefined ? tell('segments.save') : tell('segments.saveChange')}
          </Button>
        </>
      }
    >
      <Told {...{ saving, file, of }} />
      <Columns
        main={
          <>
            <Names {...{ file, faults }} isNew={of === undefined} />
            <Builder {...{ file, preview, base }} />
            <SamplePanel
              sample={preview.data?.sample}
              members={preview.data?.count.members}
              isCounting={preview.isCounting}
            />
          </>
        }
        side={<Beside {...{ file, preview, faults }} />}
      />
    </Page>
  );
}

function Beside({ file, preview, faults }: BesideProps): ReactNode {
  const tell = useText();
  const why = preview.faults.length > 0 ? tell('segments.uncounted') : tell('segments.empty');
  return (
    <>
      <CountPanel
        count={preview.data?.count}
        parts={preview.data?.parts}
        isCounting={preview.isCounting}
        error={preview.error}
        again={() => void preview.query.refetch()}
        why={why}
      />
      <FilePanel {...{ file, faults }} label={tell('segments.yaml')} />
      <ReachPanels count={preview.data?.count} />
    </>
  );
}

interface BesideProps {
  readonly file: EditedFile;
  readonly preview: Preview;
  readonly faults: Preview['faults'];
}

/** What a change touches. */
function Touched({ of: { usedBy } }: { readonly of: Shape['Segment'] }): ReactNode {
  const tell = useText();
  if (usedBy.length === 0) return tell('segments.touchesNone');
  return tell('segments.touches', { n: usedBy.length, names: usedBy.map(({ name }) => name).join(', ') });
}

interface NamesProps {
  readonly file: EditedFile;
  readonly faults: Preview['faults'];
  readonly isNew: boolean;
}

/** What people call it. */
function Names({ file: { shown, acts }, faults, isNew }: NamesProps): ReactNode {
  const tell = useText();
  const [isOwnCode, setOwnCode] = useState(false);
  const said = (key: string) => faults.find(({ field }) => field === key);
  const errorOf = (key: string) => {
    const fault = said(key);
    return fault === undefined ? undefined : `${fault.detail} ${fault.fix ?? ''}`.trim();
  };
  return (
    <Panel title={tell('segments.called')} order={0} padded>
      <div className="filters">
        <TextField
          label={tell('segments.name')}
          value={wordsAt(shown, 'name')}
          maxLength={80}
          error={errorOf('name')}
          onChange={({ target }) => {
            acts.set(['name'], target.value);
            if (isNew && !isOwnCode) acts.set(['segment'], codeFor(target.value));
          }}
        />
        {isNew && (
          <TextField
            label={tell('segments.code')}
            hint={tell('segments.codeHint')}
            value={wordsAt(shown, 'segment')}
            maxLength={60}
            error={errorOf('segment')}
            onChange={({ target }) => {
              setOwnCode(true);
              acts.set(['segment'], target.value);
            }}
          />
        )}
        <TextField
          label={tell('segments.purpose')}
          value={wordsAt(shown, 'about')}
          maxLength={500}
          error={errorOf('about')}
          onChange={({ target }) => (target.value === '' ? acts.remove(['about']) : acts.set(['about'], target.value))}
        />
      </div>
    </Panel>
  );
}

interface ToldProps {
  readonly saving: ReturnType<typeof useSaving>;
  readonly file: EditedFile;
  readonly of: Shape['Segment'] | undefined;
}

/** Why it was not saved, and what to do: somebody else was quicker, or something is wrong in it. */
function Told({ saving, file, of }: ToldProps): ReactNode {
  const tell = useText();
  const { conflict, error, faults } = saving;
  if (conflict !== undefined) {
    return (
      <div className="done">
        <Callout kind="warn" live>
          <p>
            <Text
              k={of === undefined ? 'segments.taken' : 'segments.conflict'}
              with={{ code: <code>{conflict.code}</code>, n: conflict.revision }}
            />
          </p>
          <p className="acts">
            <Button
              onClick={() => {
                file.change(() => fileOfSegment(conflict));
                saving.goOnFrom(conflict);
              }}
            >
              {tell('segments.takeTheirs')}
            </Button>
            <Button danger onClick={saving.saveOver} busy={saving.isBusy}>
              {tell('segments.saveOver')}
            </Button>
          </p>
        </Callout>
      </div>
    );
  }
  if (faults.length > 0) {
    return (
      <div className="done">
        <Callout kind="bad" live>
          <p>{tell('segments.wrong', { n: faults.length })}</p>
        </Callout>
      </div>
    );
  }
  return error === null ? null : (
    <div className="done">
      <NotDone error={error} />
    </div>
  );
}
