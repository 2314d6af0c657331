import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { insideOf, useCampaignsChanged } from '../../data/campaigns.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Changes } from '../../parts/changes.tsx';
import { Drawer, useDrawer } from '../../parts/drawer.tsx';
import { Button } from '../../parts/form.tsx';
import { Bone, Callout, NotDone } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { useText } from '../../text/use-text.tsx';

type Campaign = Shape['Campaign'];
type Preview = Shape['EditPreview'];
type Policy = Preview['policy'];
type Group = Preview['groups'][number];

const id = 'choose';

/** Whom a staged version changes: each choice with its count, before it goes live. */
export function ChooseDrawer({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const tell = useText();
  const { code, version, staged } = campaign;
  const [policy, setPolicy] = useState<Policy>('new');
  const { close, isOpen } = useDrawer(id);
  const blocked = useBlocked('launch');
  const next = staged?.version ?? version;
  const isAsked = isOpen && staged != null;
  const moves = usePreview(code, next, 'move', isAsked);
  const restarts = usePreview(code, next, 'restart', isAsked);
  const { put, drop } = useChoosing(code, { policy, version: next }, close);
  if (staged == null) return null;
  return (
    <Drawer
      id={id}
      title={tell('campaign.chooseTitle', { version: next })}
      note={tell('campaign.chooseNote', { version })}
      onSubmit={() => put.mutate()}
      foot={
        <>
          <Button type="submit" main busy={put.isPending} blocked={blocked}>
            {tell('campaign.chooseNow', { version: next })}
          </Button>
          <Button onClick={() => drop.mutate()} busy={drop.isPending} blocked={blocked}>
            {tell('campaign.keepVersion', { version })}
          </Button>
        </>
      }
    >
      <Differences code={code} next={next} isAsked={isAsked} />
      <Choices policy={policy} choose={setPolicy} inside={insideOf(campaign)} {...{ moves, restarts, version }} />
      {policy === 'move' && moves.data !== undefined && <Groups preview={moves.data} />}
      {[put, drop, moves, restarts].map(({ error }, at) => error !== null && <NotDone key={at} error={error} />)}
    </Drawer>
  );
}

const usePreview = (code: string, version: number, policy: Policy, enabled: boolean): UseQueryResult<Preview> =>
  useQuery({
    queryKey: ['campaign-edit', code, version, policy],
    queryFn: () => read(api.GET('/campaigns/{code}/edit', { params: { path: { code }, query: { policy } } })),
    enabled,
  });

function useChoosing(code: string, body: Shape['EditInput'], close: () => void) {
  const changed = useCampaignsChanged();
  const path = { params: { path: { code } } };
  const onSuccess = async () => {
    await changed();
    close();
  };
  const put = useMutation({ mutationFn: () => read(api.POST('/campaigns/{code}/edit', { ...path, body })), onSuccess });
  const drop = useMutation({ mutationFn: () => read(api.DELETE('/campaigns/{code}/staged', path)), onSuccess });
  return { put, drop };
}

interface DifferencesProps {
  readonly code: string;
  readonly next: number;
  readonly isAsked: boolean;
}

function Differences({ code, next, isAsked }: DifferencesProps): ReactNode {
  const tell = useText();
  const { data, error } = useQuery({
    queryKey: ['campaign-diff', code, next],
    queryFn: () => read(api.GET('/campaigns/{code}/diff', { params: { path: { code }, query: { to: next } } })),
    enabled: isAsked,
  });
  if (error !== null) return <NotDone error={error} />;
  if (data === undefined) return <Bone width="62%" />;
  return (
    <div>
      <p className="label">{tell('campaign.changesCount', { n: data.changes.length })}</p>
      <Changes changes={data.changes} />
      {data.textsOnly && <p className="note">{tell('campaign.textsOnly')}</p>}
    </div>
  );
}

interface ChoicesProps {
  readonly policy: Policy;
  readonly choose: (policy: Policy) => void;
  readonly inside: number;
  readonly version: number;
  readonly moves: UseQueryResult<Preview>;
  readonly restarts: UseQueryResult<Preview>;
}

function Choices({ policy, choose, inside, version, moves, restarts }: ChoicesProps): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const counted = ({ data }: UseQueryResult<Preview>, becomes: Group['becomes']) =>
    data === undefined ? '…' : `${data.estimated ? '≈ ' : '+'}${formats.number(sumOf(data, becomes))}`;
  const choice = (value: Policy, words: string, count: string, why: string) => (
    <label className="choice">
      <input type="radio" name="policy" checked={policy === value} onChange={() => choose(value)} />
      <span>{words}</span>
      <output>{count}</output>
      <small>{why}</small>
    </label>
  );
  return (
    <fieldset>
      <legend className="label">{tell('campaign.whoTakes')}</legend>
      <div className="choices">
        {choice('new', tell('campaign.takesNew'), '', tell('campaign.takesNewWhy', { n: inside, version }))}
        {choice('move', tell('campaign.takesMove'), counted(moves, 'moves'), tell('campaign.takesMoveWhy'))}
        {choice('restart', tell('campaign.takesAll'), counted(restarts, 'restarts'), tell('campaign.takesAllWhy'))}
      </div>
    </fieldset>
  );
}

const sumOf = ({ groups }: Preview, becomes: Group['becomes']) =>
  groups.reduce((sum, group) => sum + (group.becomes === becomes ? group.members : 0), 0);

/** Where those inside are, and who of them stays behind, with the reason. */
function Groups({ preview: { groups, isRunning } }: { readonly preview: Preview }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const words: Readonly<Record<Group['becomes'], string>> = {
    moves: tell('campaign.becomesMoves'),
    stays: tell('campaign.becomesStays'),
    keeps: tell('campaign.becomesStays'),
    restarts: tell('campaign.becomesMoves'),
    ends: tell('campaign.becomesEnds'),
  };
  const columns: readonly Column<Group>[] = [
    {
      ...{ id: 'step', head: tell('campaign.atStep'), names: true },
      cell: ({ step, says }) => (
        <>
          {step ?? tell('campaign.beforeFirst')}
          {says !== null && <small lang="en">{says}</small>}
        </>
      ),
    },
    { ...{ id: 'becomes', head: tell('campaign.becomes') }, cell: ({ becomes }) => words[becomes] },
    {
      ...{ id: 'n', head: tell('campaign.insideColumn'), number: true },
      cell: ({ members }) => formats.number(members),
    },
  ];
  return (
    <>
      {isRunning && (
        <Callout kind="warn">
          <p>{tell('campaign.editRuns')}</p>
        </Callout>
      )}
      <Table
        caption={tell('campaign.groupsCaption')}
        columns={columns}
        rows={groups}
        rowKey={({ version, step, becomes, gone }) => [version, step, becomes, ...gone].join(' ')}
        empty={<p>{tell('campaign.nobodyInside')}</p>}
      />
    </>
  );
}
