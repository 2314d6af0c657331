import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { isBeforeLaunch } from '../../data/campaigns.ts';
import { useBlocked } from '../../data/session.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, useDrawer } from '../../parts/drawer.tsx';
import { Button, TextField } from '../../parts/form.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { useMove } from './use-move.ts';

interface MoveProps {
  readonly campaign: Shape['Campaign'];
  readonly flow: Shape['CampaignFlow'];
}

function Foot({ id, act, leave, move, danger }: FootProps): ReactNode {
  const { close } = useDrawer(id);
  const blocked = useBlocked('launch');
  return (
    <>
      <Button type="submit" main={!danger} danger={danger ?? false} busy={move.isPending} blocked={blocked}>
        {act}
      </Button>
      <Button onClick={close}>{leave}</Button>
    </>
  );
}

interface FootProps {
  readonly id: string;
  readonly act: string;
  readonly leave: string;
  readonly move: { readonly isPending: boolean };
  readonly danger?: boolean;
}

export function PauseDrawer({
  campaign: { code, name, counts, status },
  flow: { queue, enteredLately },
}: MoveProps): ReactNode {
  const tell = useText();
  const path = { params: { path: { code } } };
  const move = useMove('pause', () => read(api.POST('/campaigns/{code}/pause', path)));
  const { waiting, withinADay, firstDeadline } = queue;
  return (
    <Drawer
      id="pause"
      mayOpen={status === 'live'}
      title={tell('campaign.pauseTitle', { name })}
      note={tell('campaign.pauseNote')}
      onSubmit={() => move.mutate()}
      foot={<Foot id="pause" act={tell('campaign.pauseNow')} leave={tell('campaign.letGoOn')} move={move} />}
    >
      <Consequences
        title={tell('campaign.meanwhile')}
        lines={[
          [tell('campaign.keepPlaces', { n: counts.active ?? 0 }), tell('campaign.keepPlacesWhy')],
          waiting === 0
            ? [tell('campaign.noMailWaits')]
            : [
                tell('campaign.mailsWait', { n: waiting }),
                firstDeadline === null ? (
                  tell('campaign.mailsWaitWhy', { soon: withinADay })
                ) : (
                  <Text k="campaign.mailsDrop" with={{ soon: withinADay, at: <When at={firstDeadline} /> }} />
                ),
              ],
          [tell('campaign.joinMeanwhile', { n: enteredLately }), tell('campaign.joinMeanwhileWhy')],
        ]}
      />
      {move.error !== null && <NotDone error={move.error} />}
    </Drawer>
  );
}

export function ResumeDrawer({
  campaign: { code, name, counts, status },
  flow: { queue, joinedInPause },
}: MoveProps): ReactNode {
  const tell = useText();
  const [leavesOut, setLeavesOut] = useState(false);
  const asked = { params: { path: { code }, query: { leaveOutJoiners: leavesOut } } };
  const move = useMove('resume', () => read(api.POST('/campaigns/{code}/resume', asked)));
  const joiners = joinedInPause ?? 0;
  const choice = (value: boolean, words: string, why?: string) => (
    <label className="choice">
      <input type="radio" name="joiners" checked={leavesOut === value} onChange={() => setLeavesOut(value)} />
      <span>{words}</span>
      <output>{value ? '' : `+${joiners}`}</output>
      {why !== undefined && <small>{why}</small>}
    </label>
  );
  return (
    <Drawer
      id="resume"
      mayOpen={status === 'paused'}
      title={tell('campaign.resumeTitle', { name })}
      note={tell('campaign.resumeNote')}
      onSubmit={() => move.mutate()}
      foot={<Foot id="resume" act={tell('campaign.resumeNow')} leave={tell('campaign.stayPaused')} move={move} />}
    >
      <Consequences
        title={tell('campaign.follows')}
        lines={[
          [tell('campaign.goOn', { n: (counts.active ?? 0) - (leavesOut ? joiners : 0) }), tell('campaign.goOnWhy')],
          queue.waiting === 0
            ? [tell('campaign.noMailWaits')]
            : [tell('campaign.mailsLeave', { n: queue.waiting }), tell('campaign.mailsLeaveWhy')],
        ]}
      />
      {joiners > 0 && (
        <fieldset>
          <legend className="label">{tell('campaign.joiners', { n: joiners })}</legend>
          <div className="choices">
            {choice(false, tell('campaign.takeIn'))}
            {choice(true, tell('campaign.leaveOut'), tell('campaign.leaveOutWhy'))}
          </div>
        </fieldset>
      )}
      {move.error !== null && <NotDone error={move.error} />}
    </Drawer>
  );
}

export function CancelDrawer({ campaign: { code, name, counts, status }, flow: { queue } }: MoveProps): ReactNode {
  const tell = useText();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const path = { params: { path: { code } } };
  const move = useMove('cancel', () => read(api.POST('/campaigns/{code}/cancel', { ...path, body: { reason } })));
  const inside = counts.active ?? 0;
  const isDraft = status === 'draft';
  return (
    <Drawer
      id="cancel"
      mayOpen={status !== 'ended'}
      title={tell('campaign.cancelTitle', { name })}
      note={tell('campaign.cancelNote')}
      onSubmit={() => {
        setMissing(reason.trim() === '');
        if (reason.trim() !== '') move.mutate();
      }}
      foot={
        <Foot
          id="cancel"
          danger
          act={isDraft ? tell('campaign.cancelDraft') : tell('campaign.cancelNow', { n: inside })}
          leave={tell('parts.leave')}
          move={move}
        />
      }
    >
      {!isDraft && (
        <Consequences
          title={tell('campaign.follows')}
          lines={[
            [tell('campaign.leaveNow', { n: inside }), tell('campaign.leaveNowWhy')],
            queue.waiting === 0
              ? [tell('campaign.noMailWaits')]
              : [tell('campaign.mailsNever', { n: queue.waiting }), tell('campaign.mailsNeverWhy')],
          ]}
        />
      )}
      <TextField
        label={tell('campaign.reason')}
        hint={tell('campaign.reasonHint')}
        error={isMissing ? tell('campaign.reasonMissing') : undefined}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {move.error !== null && <NotDone error={move.error} />}
    </Drawer>
  );
}

export function LaunchDrawer({ campaign: { code, name, version, status } }: Pick<MoveProps, 'campaign'>): ReactNode {
  const tell = useText();
  const launch = (dryRun: boolean) =>
    read(api.POST('/campaigns/{code}/launch', { params: { path: { code }, query: { dryRun } } }));
  const check = useMutation({ mutationFn: () => launch(true) });
  const move = useMove('launch', async () => {
    await check.mutateAsync();
    return launch(false);
  });
  return (
    <Drawer
      id="launch"
      mayOpen={isBeforeLaunch({ status })}
      title={tell('campaign.launchTitle', { name })}
      note={tell('campaign.launchNote')}
      onSubmit={() => move.mutate()}
      foot={
        <Foot
          id="launch"
          act={move.isPending ? tell('campaign.checking') : tell('campaign.launchNow', { version })}
          leave={tell('campaign.keepDraft')}
          move={move}
        />
      }
    >
      <Consequences
        title={tell('campaign.follows')}
        lines={[[tell('campaign.launchFrom'), tell('campaign.launchFromWhy', { version })]]}
      />
      {check.isSuccess && (
        <Callout kind="good" live>
          <p>
            <Text k="campaign.checked" />
          </p>
        </Callout>
      )}
      {move.error !== null && <NotDone error={move.error} />}
    </Drawer>
  );
}
