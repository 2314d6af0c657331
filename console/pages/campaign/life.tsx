import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useBlocked, useFormats, useSession } from '../../data/session.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { Button, TextField } from '../../parts/form.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { instantIn } from '../../text/instant-in.ts';
import { Text, type Tell, useText } from '../../text/use-text.tsx';
import { useMove } from './use-move.ts';

type Campaign = Shape['Campaign'];
interface OfCampaign {
  readonly campaign: Campaign;
}

const isApproved = ({ review }: Campaign) => review?.approvedAt != null;

/** Which drawers there are now, the one that leads on last. */
function openLife({ status, entryClosedAt }: Campaign): readonly LifeDrawer[] {
  switch (status) {
    case 'draft':
      return ['submit', 'schedule'];
    case 'in_review':
      return ['send-back', 'approve', 'schedule'];
    case 'scheduled':
      return ['send-back', 'schedule'];
    case 'live':
    case 'paused':
      return entryClosedAt == null ? ['end'] : [];
    default:
      return [];
  }
}

type LifeDrawer = 'submit' | 'approve' | 'send-back' | 'schedule' | 'end';

/** True of a campaign that may be launched by hand as it stands. */
export const isBeforeLife = (campaign: Campaign): boolean =>
  campaign.status === 'draft' ||
  campaign.status === 'scheduled' ||
  (campaign.status === 'in_review' && isApproved(campaign));

const linkWords = (tell: Tell): Readonly<Record<LifeDrawer, string>> => ({
  submit: tell('campaign.submit'),
  approve: tell('campaign.approve'),
  'send-back': tell('campaign.sendBack'),
  schedule: tell('campaign.schedule'),
  end: tell('campaign.end'),
});

/** What may be done with a campaign before it is live, and towards its end. */
export function LifeLinks({ campaign }: OfCampaign): ReactNode {
  const words = linkWords(useText());
  const shown = openLife(campaign).filter((each) => {
    if (each === 'approve') return !isApproved(campaign);
    return each !== 'schedule' || campaign.status !== 'in_review' || isApproved(campaign);
  });
  return shown.map((each) => <LifeLink key={each} id={each} words={words[each]} />);
}

function LifeLink({ id, words }: { readonly id: LifeDrawer; readonly words: string }): ReactNode {
  return (
    <Link className="btn" to={useDrawer(id).to}>
      {words}
    </Link>
  );
}

/** Where it stands on its way to going live, or to its end, in a sentence. */
export function LifeNote({ campaign }: OfCampaign): ReactNode {
  const { status, review, scheduledFor, entryClosedAt } = campaign;
  const by = review && { by: review.submittedBy, at: <When at={review.submittedAt} />, version: review.version };
  if (status === 'in_review' && by) {
    return (
      <Callout kind={isApproved(campaign) ? 'good' : 'info'}>
        <p>
          {isApproved(campaign) ? (
            <Text k="campaign.isApproved" with={{ ...by, approver: review.approvedBy ?? '' }} />
          ) : (
            <Text k="campaign.inReviewSince" with={by} />
          )}
        </p>
      </Callout>
    );
  }
  const [key, at] =
    status === 'scheduled'
      ? (['campaign.goesLive', scheduledFor] as const)
      : (['campaign.closedSince', status === 'ended' ? null : entryClosedAt] as const);
  if (at == null) return null;
  return (
    <Callout kind="info">
      <p>
        <Text k={key} with={{ at: <When at={at} /> }} />
      </p>
    </Callout>
  );
}

/** The drawers of those moves. */
export function LifeDrawers({ campaign }: OfCampaign): ReactNode {
  return (
    <>
      <SubmitDrawer campaign={campaign} />
      <ApproveDrawer campaign={campaign} />
      <SendBackDrawer campaign={campaign} />
      <ScheduleDrawer campaign={campaign} />
      <EndDrawer campaign={campaign} />
    </>
  );
}

interface MoveDrawerProps extends OfCampaign {
  readonly id: LifeDrawer;
  readonly title: string;
  readonly act: string;
  readonly blocked?: string | undefined;
  readonly move: ReturnType<typeof useMove>;
  /** Why it is not sent yet. */
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

function MoveDrawer({ campaign, id, title, act, blocked, move, onSubmit, children }: MoveDrawerProps): ReactNode {
  const lacks = useBlocked('launch');
  const why = lacks ?? blocked;
  return (
    <Drawer
      id={id}
      title={title}
      mayOpen={openLife(campaign).includes(id)}
      onSubmit={() => {
        if (why === undefined && !move.isPending) onSubmit();
      }}
      foot={
        <>
          <Button type="submit" main busy={move.isPending} blocked={why}>
            {act}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      {children}
      {move.error !== null && <NotDone error={move.error} />}
    </Drawer>
  );
}

const pathOf = ({ code }: Campaign) => ({ params: { path: { code } } });

function SubmitDrawer({ campaign }: OfCampaign): ReactNode {
  const tell = useText();
  const [note, setNote] = useState('');
  const body = note.trim() === '' ? {} : { note: note.trim() };
  const move = useMove('submit', () => read(api.POST('/campaigns/{code}/submit', { ...pathOf(campaign), body })));
  const { name, version } = campaign;
  return (
    <MoveDrawer
      {...{ campaign, move, id: 'submit', title: tell('campaign.submitTitle', { name }) }}
      act={tell('campaign.submitNow')}
      onSubmit={() => move.mutate()}
    >
      <Consequences
        title={tell('campaign.follows')}
        lines={[[tell('campaign.submitWhat', { version }), tell('campaign.submitWhy')]]}
      />
      <TextField
        label={tell('campaign.note')}
        hint={tell('campaign.noteHint')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </MoveDrawer>
  );
}

function ApproveDrawer({ campaign }: OfCampaign): ReactNode {
  const tell = useText();
  const { key } = useSession();
  const move = useMove('approve', () => read(api.POST('/campaigns/{code}/approve', { ...pathOf(campaign), body: {} })));
  const { name, version, review } = campaign;
  const isOwn = review?.submittedBy === key.id;
  return (
    <MoveDrawer
      {...{ campaign, move, id: 'approve', title: tell('campaign.approveTitle', { name }) }}
      act={tell('campaign.approveNow', { version })}
      blocked={isOwn ? tell('campaign.secondPerson') : isApproved(campaign) ? tell('campaign.approvedNow') : undefined}
      onSubmit={() => move.mutate()}
    >
      <Consequences
        title={tell('campaign.follows')}
        lines={[[tell('campaign.approveWhat'), tell('campaign.approveWhy')]]}
      />
    </MoveDrawer>
  );
}

/** A move that has to say why. */
function useReason(missing: string) {
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const said = reason.trim();
  return {
    ...{ reason, setReason, said },
    error: isTried && said === '' ? missing : undefined,
    whenSaid: (go: () => void) => {
      setTried(true);
      if (said !== '') go();
    },
  };
}

function SendBackDrawer({ campaign }: OfCampaign): ReactNode {
  const tell = useText();
  const { reason, setReason, said, error, whenSaid } = useReason(tell('campaign.sendBackMissing'));
  const move = useMove('send-back', () =>
    read(api.POST('/campaigns/{code}/send-back', { ...pathOf(campaign), body: { reason: said } })),
  );
  return (
    <MoveDrawer
      {...{ campaign, move, id: 'send-back', title: tell('campaign.sendBackTitle', { name: campaign.name }) }}
      act={tell('campaign.sendBackNow')}
      onSubmit={() => whenSaid(() => move.mutate())}
    >
      <Consequences title={tell('campaign.follows')} lines={[[tell('campaign.sendBackWhat')]]} />
      <TextField
        label={tell('campaign.reason')}
        hint={tell('campaign.auditHint')}
        error={error}
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </MoveDrawer>
  );
}

function ScheduleDrawer({ campaign }: OfCampaign): ReactNode {
  const tell = useText();
  const { zone } = useFormats();
  const [time, setTime] = useState('');
  const [isTried, setTried] = useState(false);
  const at = instantIn(time, zone);
  const move = useMove('schedule', () =>
    read(api.POST('/campaigns/{code}/schedule', { ...pathOf(campaign), body: { at: at ?? '' } })),
  );
  return (
    <MoveDrawer
      {...{ campaign, move, id: 'schedule', title: tell('campaign.scheduleTitle', { name: campaign.name }) }}
      act={tell('campaign.scheduleNow')}
      onSubmit={() => {
        setTried(true);
        if (at !== undefined) move.mutate();
      }}
    >
      <TextField
        type="datetime-local"
        label={tell('campaign.scheduleAt')}
        hint={tell('campaign.scheduleHint', { zone })}
        error={isTried && at === undefined ? tell('campaign.scheduleMissing') : undefined}
        value={time}
        onChange={(event) => setTime(event.target.value)}
      />
      <Consequences
        title={tell('campaign.follows')}
        lines={[[tell('campaign.scheduleWhat', { version: campaign.version }), tell('campaign.scheduleWhy')]]}
      />
    </MoveDrawer>
  );
}

function EndDrawer({ campaign }: OfCampaign): ReactNode {
  const tell = useText();
  const { reason, setReason, said, error, whenSaid } = useReason(tell('campaign.reasonMissing'));
  const move = useMove('end', () =>
    read(api.POST('/campaigns/{code}/end', { ...pathOf(campaign), body: { reason: said } })),
  );
  const inside = campaign.counts.active ?? 0;
  return (
    <MoveDrawer
      {...{ campaign, move, id: 'end', title: tell('campaign.endTitle', { name: campaign.name }) }}
      act={tell('campaign.endNow')}
      onSubmit={() => whenSaid(() => move.mutate())}
    >
      <Consequences
        title={tell('campaign.follows')}
        lines={[
          [tell('campaign.endDoors'), tell('campaign.endDoorsWhy')],
          [tell('campaign.endInside', { n: inside }), tell('campaign.endInsideWhy')],
        ]}
      />
      <TextField
        label={tell('campaign.reason')}
        hint={tell('campaign.auditHint')}
        error={error}
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </MoveDrawer>
  );
}
