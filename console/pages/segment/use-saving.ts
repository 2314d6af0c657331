import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { at } from '../../data/condition-file.ts';
import { Refused } from '../../data/refused.ts';
import { asYaml, segmentKey } from '../../data/segments.ts';
import { type Fault, faultsOf } from '../../parts/audience/context.ts';
import type { EditedFile } from '../../parts/audience/use-file.ts';

type Segment = Shape['Segment'];

export interface Saving {
  readonly save: () => void;
  /** Goes on from what somebody else has saved. */
  readonly goOnFrom: (theirs: Segment) => void;
  /** Writes over what somebody else has saved since. */
  readonly saveOver: () => void;
  readonly isBusy: boolean;
  /** What somebody else has saved since this one was read. */
  readonly conflict: Segment | undefined;
  readonly error: Error | null;
  readonly faults: readonly Fault[];
}

/** One that is not there yet has been changed 0 times. */
const notThere = 0;

/** Saves a segment as it was read: where somebody else was quicker, nothing is written, and a person chooses. */
export function useSaving(of: Segment | undefined, { text, content }: EditedFile): Saving {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [conflict, setConflict] = useState<Segment>();
  const [basis, setBasis] = useState(of?.revision ?? notThere);
  const [sent, setSent] = useState<string>();
  const written = at(content, ['segment']);
  const code = of?.code ?? (typeof written === 'string' && written !== '' ? written : 'new');
  const put = useMutation({
    mutationFn: (revision: number) => {
      const { headers, ...body } = asYaml(text);
      return read(
        api.PUT('/segments/{code}', {
          params: { path: { code } },
          headers: { ...headers, 'If-Match': `"${revision}"` },
          ...body,
        }),
      );
    },
    onSuccess: async (saved) => {
      await Promise.all(
        [['segments'], segmentKey(saved.code), ['segment-language']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
      void navigate(`/segments/${encodeURIComponent(saved.code)}`);
    },
    onError: async (error) => {
      if (!(error instanceof Refused) || error.status !== 412) return;
      setConflict(await read(api.GET('/segments/{code}', { params: { path: { code } } })));
    },
  });
  const send = (revision: number) => {
    setConflict(undefined);
    setSent(text);
    put.mutate(revision);
  };
  // What was wrong with another text is not told of this one.
  const error = sent === text ? put.error : null;
  return {
    save: () => send(basis),
    saveOver: () => send(conflict?.revision ?? basis),
    goOnFrom: ({ revision }) => {
      setBasis(revision);
      setConflict(undefined);
    },
    isBusy: put.isPending,
    ...{ conflict, error: error instanceof Refused && error.status === 412 ? null : error },
    faults: error instanceof Refused ? faultsOf(error.problem?.errors) : [],
  };
}
