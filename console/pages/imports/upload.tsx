import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked } from '../../data/session.tsx';
import { Drawer, Leave } from '../../parts/drawer.tsx';
import { Button, Field, Segments } from '../../parts/form.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';
import type { Import } from './import-words.tsx';
import { sendFile } from './send-file.ts';
import { HowField } from './how-field.tsx';
import { noReading, ReadingFields, saidOf } from './reading-fields.tsx';

const id = 'new';
/** What the API takes. */
const bytesMax = 200_000_000;

/** Sends a file: first to try it, or to take it at once. */
export function UploadDrawer(): ReactNode {
  const tell = useText();
  const form = useUpload();
  const { kind, tries } = form;
  return (
    <Drawer
      id={id}
      title={tell('imports.newTitle')}
      note={tell('imports.newNote')}
      onSubmit={form.submit}
      foot={
        <>
          <Button type="submit" main busy={form.busy} blocked={form.blocked}>
            {form.busy ? tell('imports.sending') : tries ? tell('imports.try') : tell('imports.take')}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <Segments
        label={tell('imports.kind')}
        options={[
          { value: 'orders', name: tell('imports.orders') },
          { value: 'members', name: tell('imports.members') },
        ]}
        value={kind}
        onChange={(value) => form.setKind(value === 'members' ? 'members' : 'orders')}
      />
      <Field label={tell('imports.file')} hint={tell('imports.fileHint')} error={form.fault}>
        {(wired) => (
          <input
            {...wired}
            className="input"
            type="file"
            accept=".csv,.tsv,.txt,.ndjson,.jsonl,.gz"
            onChange={(event) => form.setFile(event.target.files?.[0])}
          />
        )}
      </Field>
      <p className="note">{kind === 'orders' ? tell('imports.columnsOrders') : tell('imports.columnsMembers')}</p>
      <HowField tries={tries} onChange={form.setTries} />
      <Callout kind={tries ? 'info' : 'warn'}>
        <p>
          {tries
            ? tell('imports.tryWhat')
            : kind === 'orders'
              ? tell('imports.takeOrdersWhat')
              : tell('imports.takeMembersWhat')}
        </p>
      </Callout>
      <details>
        <summary>{tell('imports.reading')}</summary>
        <ReadingFields kind={kind} reading={form.reading} onChange={form.setReading} />
      </details>
      {form.error !== null && <NotDone error={form.error} />}
    </Drawer>
  );
}

function useUpload() {
  const tell = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const blocked = useBlocked('write');
  const attempt = useAttempt();
  const [kind, setKind] = useState<Import['kind']>('orders');
  const [file, setFile] = useState<File>();
  const [tries, setTries] = useState(true);
  const [reading, setReading] = useState(noReading);
  const [isTried, setTried] = useState(false);
  const isLarge = (file?.size ?? 0) > bytesMax;
  const mutation = useMutation({
    mutationFn: (chosen: File) =>
      sendFile(chosen, chosen.name, {
        query: { ...saidOf(reading, kind), kind, dryRun: tries },
        header: attempt.header(),
      }),
    onSuccess: async (made) => {
      setTried(false);
      setReading(noReading);
      client.setQueryData(['imports', made.id], made);
      await navigate(`/imports/${made.id}`);
      await client.invalidateQueries({ queryKey: ['imports', 'list'] });
    },
    onSettled: (_, error) => attempt.answered(error),
  });
  const fault =
    isTried && file === undefined
      ? tell('imports.fileMissing')
      : isLarge
        ? tell('imports.fileLarge')
        : isTried && file?.size === 0
          ? tell('imports.fileEmpty')
          : undefined;
  return {
    ...{ kind, setKind, setFile, tries, setTries, reading, setReading, blocked, fault },
    ...{ busy: mutation.isPending, error: mutation.error },
    submit: () => {
      setTried(true);
      if (file === undefined || file.size === 0 || isLarge || blocked !== undefined || mutation.isPending) return;
      mutation.mutate(file);
    },
  };
}
