import type { ReactNode } from 'react';
import type { Shape } from '../data/api.ts';
import { isBeforeLaunch, useFlow } from '../data/campaigns.ts';
import { Text, useText } from '../text/use-text.tsx';
import { Bone } from './states.tsx';
import { When } from './when.tsx';

/** What of a campaign comes by itself, and when. */
export function CampaignNext({ campaign }: { readonly campaign: Shape['Campaign'] }): ReactNode {
  const { status, endedAt } = campaign;
  const tell = useText();
  if (isBeforeLaunch(campaign)) return <span className="dim">{tell('campaigns.notLaunched')}</span>;
  if (status === 'ended')
    return endedAt ? <Text k="campaigns.endedAt" with={{ day: <When at={endedAt} as="day" /> }} /> : null;
  return <NextOfRunning campaign={campaign} />;
}

function NextOfRunning({ campaign }: { readonly campaign: Shape['Campaign'] }): ReactNode {
  const tell = useText();
  const { data, isError } = useFlow(campaign.code, campaign);
  if (data === undefined) {
    return isError ? (
      tell('parts.none')
    ) : (
      <span aria-busy="true">
        <Bone width="70%" />
      </span>
    );
  }
  const { queue, nextStep, nextLookAt } = data;
  if (campaign.status === 'paused') {
    return queue.waiting === 0 ? (
      tell('campaigns.heldNothing')
    ) : (
      <Text k="campaigns.held" with={{ n: queue.waiting }} />
    );
  }
  if (queue.firstAt !== null) {
    return <Text k="campaigns.nextMails" with={{ n: queue.waiting, at: <When at={queue.firstAt} /> }} />;
  }
  if (nextStep !== null) {
    return <Text k="campaigns.nextStep" with={{ n: nextStep.members, at: <When at={nextStep.at} /> }} />;
  }
  if (nextLookAt !== null) return <Text k="campaigns.nextLook" with={{ at: <When at={nextLookAt} /> }} />;
  return tell('campaigns.nextEvent');
}
