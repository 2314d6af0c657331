import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { memberQuery } from '../../data/one.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { AreaField, Button } from '../../parts/form.tsx';
import { NotDone } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';

type Act = 'suspend' | 'close' | 'reopen';

interface MembershipProps {
  readonly member: Shape['Member'];
  readonly act: Act;
  readonly onDone: (said: ReactNode) => void;
}

const texts = {
  suspend: {
    title: 'member.suspendTitle',
    what: 'member.suspendWhat',
    button: 'member.suspend',
    done: 'member.suspended',
  },
  close: { title: 'member.closeTitle', what: 'member.closeWhat', button: 'member.close', done: 'member.closed' },
  reopen: { title: 'member.reopenTitle', what: 'member.reopenWhat', button: 'member.reopen', done: 'member.reopened' },
} as const;
const paths = {
  suspend: '/members/{memberId}/suspend',
  close: '/members/{memberId}/close',
  reopen: '/members/{memberId}/reopen',
} as const;

/** The states of a membership that each begins with. */
export const membershipFrom: Readonly<Record<Act, readonly Shape['Member']['status'][]>> = {
  suspend: ['active'],
  close: ['active', 'suspended'],
  reopen: ['suspended', 'closed'],
};

/** Suspends, ends or takes up a membership, with its reason. */
export function MembershipDrawer({ member, act, onDone }: MembershipProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const client = useQueryClient();
  const { close } = useDrawer(act);
  const blocked = useBlocked('write');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const name = member.name ?? member.id;
  const { available, pending, held } = member.balance;
  const { title, what, button, done } = texts[act];
  const mutation = useMutation({
    mutationFn: () =>
      read(api.POST(paths[act], { params: { path: { memberId: member.id } }, body: { reason: reason.trim() } })),
    onSuccess: () => {
      setReason('');
      setTried(false);
      void client.invalidateQueries({ queryKey: memberQuery(member.id).queryKey });
      onDone(<Text k={done} with={{ name }} />);
      close();
    },
  });
  const submit = () => {
    setTried(true);
    if (reason.trim() !== '' && blocked === undefined && !mutation.isPending) mutation.mutate();
  };
  return (
    <Drawer
      id={act}
      mayOpen={membershipFrom[act].includes(member.status)}
      title={tell(title, { name })}
      onSubmit={submit}
      foot={
        <>
          <Button main type="submit" busy={mutation.isPending} blocked={blocked}>
            {tell(button)}
          </Button>
          <Leave id={act} />
        </>
      }
    >
      <p>
        <Text k={what} with={{ points: number(available + pending + held) }} />
      </p>
      <AreaField
        label={tell('member.whyMembership')}
        rows={2}
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={isTried && reason.trim() === '' ? tell('member.adjustNoReason') : undefined}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}
