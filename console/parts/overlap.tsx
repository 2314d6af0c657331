import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useAttempt } from '../data/attempt.ts';
import { useText } from '../text/use-text.tsx';
import { SelectField } from './form.tsx';
import { useForgetting } from './secret.tsx';

const hourMs = 3_600_000;
/** For how many hours the secret of before may still hold. */
const spans = [0, 1, 24, 168] as const;

interface Overlap {
  readonly hours: number;
  readonly seconds: number;
  /** When it is over, if the secret is changed now. */
  readonly until: number;
  readonly choose: (hours: number) => void;
}

const overlapOf = (hours: number) => ({ hours, until: Date.now() + hours * hourMs });

/** How long a secret holds beside the one that takes its place: a day, unless something else is chosen. */
function useOverlap(): Overlap {
  const [{ hours, until }, setOverlap] = useState(() => overlapOf(24));
  return { hours, until, seconds: (hours * hourMs) / 1_000, choose: (wanted) => setOverlap(overlapOf(wanted)) };
}

interface Rotation {
  readonly header: { readonly 'Idempotency-Key': string };
  readonly body: { readonly overlapSeconds: number };
}

/** Has a secret made anew; what came of it is forgotten as the drawer closes. */
export function useRotation<Made>(drawer: string, rotate: (asked: Rotation) => Promise<Made>, onSuccess?: () => void) {
  const attempt = useAttempt();
  const overlap = useOverlap();
  const mutation = useMutation({
    gcTime: 0,
    mutationFn: () => rotate({ header: attempt.header(), body: { overlapSeconds: overlap.seconds } }),
    onSuccess: () => onSuccess?.(),
    onSettled: (_, error) => attempt.answered(error),
  });
  useForgetting(drawer, mutation.reset);
  return { mutation, overlap };
}

interface OverlapFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly overlap: Overlap;
  /** Whether it may be over at once; true when absent. */
  readonly mayBeNone?: boolean;
}

export function OverlapField({ label, hint, overlap, mayBeNone = true }: OverlapFieldProps): ReactNode {
  const tell = useText();
  const names = {
    0: tell('parts.overlapNone'),
    1: tell('parts.overlapHours', { n: 1 }),
    24: tell('parts.overlapDays', { n: 1 }),
    168: tell('parts.overlapDays', { n: 7 }),
  } as const;
  return (
    <SelectField
      label={label}
      hint={hint}
      options={spans
        .filter((hours) => mayBeNone || hours > 0)
        .map((hours) => ({ value: String(hours), name: names[hours] }))}
      value={String(overlap.hours)}
      onChange={(event) => overlap.choose(Number(event.target.value))}
    />
  );
}
