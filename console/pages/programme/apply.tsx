import type { ReactNode } from 'react';
import { useFormats } from '../../data/session.tsx';
import { Drawer, Leave } from '../../parts/drawer.tsx';
import { Button } from '../../parts/form.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import type { Programme } from './use-programme.ts';

interface ApplyProps {
  readonly planned: Programme;
  readonly version: number;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly blocked: string | undefined;
  readonly apply: () => void;
}

/** Applies the next version: what it counts for, and what it would have come to, stand before the button. */
export function ApplyDrawer({ planned, version, busy, error, blocked, apply }: ApplyProps): ReactNode {
  const tell = useText();
  const { number, signed } = useFormats();
  const { changes = [], effect } = planned;
  return (
    <Drawer
      id="apply"
      title={tell('programme.applyTitle', { version })}
      note={tell('programme.applyNote')}
      onSubmit={apply}
      foot={
        <>
          <Button type="submit" main busy={busy} blocked={blocked}>
            {tell('programme.apply', { version })}
          </Button>
          <Leave id="apply" />
        </>
      }
    >
      <Callout kind="warn">
        <p>
          <Text k="programme.counts" with={{ n: changes.length, members: number(planned.counts.members) }} />
        </p>
        {effect !== undefined && effect.all.points !== 0 && (
          <p>
            <Text k="programme.cost" with={{ points: signed(effect.all.points) }} />
          </p>
        )}
      </Callout>
      <ul className="plain" lang="en">
        {changes.map((change) => (
          <li key={change} className="anywhere">
            <code>{change}</code>
          </li>
        ))}
      </ul>
      {error !== null && <NotDone error={error} />}
    </Drawer>
  );
}
