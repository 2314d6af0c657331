import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { isBeforeLaunch, useCampaignsChanged } from '../../data/campaigns.ts';
import { useFormats, useSession } from '../../data/session.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { Button, TextField } from '../../parts/form.tsx';
import { NotDone } from '../../parts/states.tsx';
import { instantIn } from '../../text/instant-in.ts';
import { useText } from '../../text/use-text.tsx';

interface ScheduleProps {
  readonly campaign: Shape['Campaign'];
  /** Why it could not go live now: then it does not at another time. */
  readonly blocked: string | undefined;
  readonly members: number | undefined;
}

const id = 'schedule';

/** Lets a campaign go live by itself, at an instant of the programme's clock. */
export function ScheduleDrawer({ campaign, blocked, members }: ScheduleProps): ReactNode {
  const tell = useText();
  const changed = useCampaignsChanged();
  const { code, name } = campaign;
  const { close } = useDrawer(id);
  const { zone } = useSession().programme;
  const { zoneName, day, time } = useFormats();
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const at = text === '' ? undefined : instantIn(text, zone);
  const mutation = useMutation({
    mutationFn: (instant: string) =>
      read(api.POST('/campaigns/{code}/schedule', { params: { path: { code } }, body: { at: instant } })),
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  return (
    <Drawer
      id={id}
      mayOpen={isBeforeLaunch(campaign)}
      title={tell('launch.scheduleTitle', { name })}
      note={tell('launch.scheduleNote')}
      onSubmit={() => {
        setTried(true);
        if (at !== undefined && blocked === undefined && !mutation.isPending) mutation.mutate(at);
      }}
      foot={
        <>
          <Button type="submit" main busy={mutation.isPending} blocked={blocked}>
            {at === undefined ? tell('launch.schedule') : tell('launch.scheduleAt', { day: day(at), time: time(at) })}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <TextField
        label={tell('launch.at')}
        type="datetime-local"
        hint={tell('launch.atHint', { zone: zoneName() })}
        error={isTried && at === undefined ? tell('launch.atMissing') : undefined}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Consequences
        title={tell('campaign.follows')}
        lines={[
          [
            members === undefined ? tell('launch.scheduledDoors') : tell('launch.scheduledFor', { n: members }),
            tell('launch.scheduledWhy'),
          ],
        ]}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}
