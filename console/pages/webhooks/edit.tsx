import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked } from '../../data/session.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { Button, TextField } from '../../parts/form.tsx';
import { SecretDrawer, useForgetting } from '../../parts/secret.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { TypesField } from './types-field.tsx';
import { type Endpoint, type NotificationType, notificationTypes } from './webhook-words.tsx';

interface EditProps {
  readonly id: string;
  /** The endpoint that is changed; a new one when absent. */
  readonly of?: Endpoint;
  readonly onDone?: (said: ReactNode) => void;
}

/** Adds an endpoint, whose secret then stands in the drawer until that is closed, or changes one. */
export function EndpointDrawer({ id, of, onDone }: EditProps): ReactNode {
  const tell = useText();
  const form = useEndpoint({ id, ...(of && { of }), ...(onDone && { onDone }) });
  const { made, faults } = form;
  if (made?.secret !== undefined) return <MadeDrawer id={id} made={made} secret={made.secret} />;
  return (
    <Drawer
      id={id}
      title={of === undefined ? tell('webhooks.addTitle') : tell('webhooks.editTitle')}
      onSubmit={form.submit}
      foot={
        <>
          <Button type="submit" main busy={form.busy} blocked={form.blocked}>
            {of === undefined ? tell('webhooks.add') : tell('webhooks.save')}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <TextField
        label={tell('webhooks.url')}
        hint={tell('webhooks.urlHint')}
        {...{ type: 'url', inputMode: 'url', autoComplete: 'off', spellCheck: false, maxLength: 500 }}
        value={form.url}
        onChange={(event) => form.setUrl(event.target.value)}
        error={faults.url}
      />
      <TextField
        label={tell('webhooks.name')}
        hint={tell('webhooks.nameHint')}
        {...{ autoComplete: 'off', maxLength: 100 }}
        value={form.name}
        onChange={(event) => form.setName(event.target.value)}
        error={faults.name}
      />
      <TypesField
        {...{ all: form.all, onAll: form.setAll, types: form.types, onTypes: form.setTypes }}
        allWords={tell('webhooks.allTypes')}
        error={faults.types}
      />
      <Callout kind="info">
        <p>{of === undefined ? tell('webhooks.addWhat') : tell('webhooks.editWhat')}</p>
      </Callout>
      {form.error !== null && <NotDone error={form.error} />}
    </Drawer>
  );
}

interface MadeProps {
  readonly id: string;
  readonly made: Endpoint;
  readonly secret: string;
}

function MadeDrawer({ id, made, secret }: MadeProps): ReactNode {
  const tell = useText();
  return (
    <SecretDrawer
      id={id}
      title={tell('webhooks.isAdded')}
      label={tell('webhooks.secret')}
      value={secret}
      more={
        <p>
          <Text k="webhooks.seeDeliveries" a={(words) => <Link to={`/webhooks/${made.id}`}>{words}</Link>} />
        </p>
      }
    >
      {tell('webhooks.secretWhat')}
    </SecretDrawer>
  );
}

function useEndpoint({ id, of, onDone }: EditProps) {
  const tell = useText();
  const client = useQueryClient();
  const blocked = useBlocked('admin');
  const attempt = useAttempt();
  const { close } = useDrawer(id);
  const [url, setUrl] = useState(of?.url ?? '');
  const [name, setName] = useState(of?.name ?? '');
  const [all, setAll] = useState(of === undefined || of.types.length === 0);
  const [types, setTypes] = useState<readonly string[]>(of?.types ?? []);
  const [isTried, setTried] = useState(false);
  const wanted: NotificationType[] = all ? [] : notificationTypes.filter((type) => types.includes(type));
  const body = { url: url.trim(), types: wanted, ...(name.trim() === '' ? {} : { name: name.trim() }) };
  const mutation = useMutation({
    gcTime: 0,
    mutationFn: (): Promise<Endpoint> =>
      of === undefined
        ? read(api.POST('/webhook-endpoints', { params: { header: attempt.header() }, body }))
        : read(api.PATCH('/webhook-endpoints/{endpointId}', { params: { path: { endpointId: of.id } }, body })),
    onSuccess: () => {
      setTried(false);
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.live?.includes('webhooks') ?? false });
      if (of === undefined) {
        [setUrl, setName].forEach((clear) => clear(''));
        setAll(true);
        return;
      }
      onDone?.(tell('webhooks.isSaved'));
      close();
    },
    onSettled: (_, error) => attempt.answered(error),
  });
  useForgetting(id, mutation.reset);
  // A name that was given can be changed, not taken away.
  const lacksName = of?.name !== undefined && name.trim() === '';
  const lacksTypes = !all && wanted.length === 0;
  const isUrl = /^https?:\/\/\S+$/.test(url.trim());
  return {
    ...{ url, setUrl, name, setName, all, setAll, types, setTypes, blocked },
    ...{ made: mutation.data, busy: mutation.isPending, error: mutation.error },
    faults: {
      url: isTried && !isUrl ? tell('webhooks.urlWrong') : undefined,
      name: isTried && lacksName ? tell('webhooks.nameMissing') : undefined,
      types: isTried && lacksTypes ? tell('webhooks.typesMissing') : undefined,
    },
    submit: () => {
      setTried(true);
      if (isUrl && !lacksName && !lacksTypes && blocked === undefined && !mutation.isPending) mutation.mutate();
    },
  };
}
