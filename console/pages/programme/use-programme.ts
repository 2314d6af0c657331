import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { quietEveryMs } from '../../data/listed.ts';
import { yamlOf } from '../../data/yaml.ts';

export type Programme = Shape['Programme'];
export type Effect = NonNullable<Programme['effect']>;

interface Stored {
  readonly programme: Programme;
  /** That of the rules: what is applied replaces these and no later ones. */
  readonly etag: string;
  readonly text: string;
}

async function readStored(): Promise<Stored> {
  const call = api.GET('/programme');
  const programme = await read(call);
  const { response } = await call;
  const text = yamlOf(programme.definition);
  return { programme, etag: response.headers.get('ETag') ?? '*', text };
}

/** The rules in force, a text that is to replace them, what it would change, and applying it. */
export function useProgramme() {
  const client = useQueryClient();
  const stored = useQuery({
    queryKey: ['programme', 'file'],
    queryFn: readStored,
    // No notification tells of new rules.
    refetchInterval: quietEveryMs,
    meta: { live: ['programme'] },
  });
  const [draft, setDraft] = useState<{ readonly text: string; readonly etag: string }>();
  const text = draft?.text ?? stored.data?.text ?? '';
  const etag = draft?.etag ?? stored.data?.etag ?? '*';
  const put = (dryRun: boolean) =>
    read(
      api.PUT('/programme', {
        params: { query: { dryRun } },
        headers: { 'Content-Type': 'application/yaml', 'If-Match': etag },
        body: text as never,
        bodySerializer: (body: unknown) => body as string,
      }),
    );
  const looking = useMutation({ mutationFn: () => put(true) });
  const applying = useMutation({
    mutationFn: () => put(false),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['programme'] });
      setDraft(undefined);
      looking.reset();
    },
  });
  const error = looking.error;
  const faults = error instanceof Refused ? (error.problem?.errors ?? []) : [];
  return {
    ...{ stored, text, faults, looking, applying },
    isDraft: draft !== undefined,
    /** Other rules were applied since the text was begun. */
    isOvertaken: draft !== undefined && stored.data !== undefined && draft.etag !== stored.data.etag,
    planned: looking.data,
    write: (written: string) => {
      looking.reset();
      applying.reset();
      setDraft({ text: written, etag });
    },
    drop: () => {
      looking.reset();
      applying.reset();
      setDraft(undefined);
    },
  };
}
