import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Drawer, Leave } from '../../parts/drawer.tsx';
import { Button, Checks, SelectField, TextField } from '../../parts/form.tsx';
import { SecretDrawer, useForgetting } from '../../parts/secret.tsx';
import { NotDone } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { scopes, useScopeWords } from './key-words.tsx';

const id = 'new-key';
const dayMs = 86_400_000;
/** After how many days a key may end. */
const spans = [0, 7, 30, 90, 365] as const;
const nameMax = 100;
const limitNames = ['read', 'write', 'events'] as const;
type LimitName = (typeof limitNames)[number];
/** The usual calls a minute, and the most that may be asked for. */
const usual: Readonly<Record<LimitName, number>> = { read: 6_000, write: 6_000, events: 60_000 };
const most: Readonly<Record<LimitName, number>> = { read: 1_000_000, write: 1_000_000, events: 10_000_000 };

/** So many days from now; never for none. */
const endIn = (days: number) => (days === 0 ? undefined : new Date(Date.now() + days * dayMs).toISOString());

/** Makes a key; its secret stands in the drawer until that is closed. */
export function NewKeyDrawer(): ReactNode {
  const tell = useText();
  const form = useNewKey();
  const { made } = form;
  const name = form.wanted.name.trim();
  if (made?.secret !== undefined) {
    return (
      <SecretDrawer
        id={id}
        title={tell('keys.isMade', { name: made.name })}
        label={tell('keys.secret')}
        value={made.secret}
      >
        {tell('keys.secretWhat')}
      </SecretDrawer>
    );
  }
  return (
    <Drawer
      id={id}
      title={tell('keys.createTitle')}
      note={tell('keys.createNote')}
      onSubmit={form.submit}
      foot={
        <>
          <Button type="submit" main busy={form.busy} blocked={form.blocked}>
            {name === '' ? tell('keys.create') : tell('keys.createIt', { name })}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <Fields form={form} />
      {form.error !== null && <NotDone error={form.error} />}
    </Drawer>
  );
}

function Fields({ form }: { readonly form: ReturnType<typeof useNewKey> }): ReactNode {
  const tell = useText();
  const words = useScopeWords();
  const { wanted, set, faults } = form;
  const spanNames = {
    0: tell('keys.endsNever'),
    7: tell('keys.endsIn', { n: 7 }),
    30: tell('keys.endsIn', { n: 30 }),
    90: tell('keys.endsIn', { n: 90 }),
    365: tell('keys.endsIn', { n: 365 }),
  } as const;
  return (
    <>
      <TextField
        label={tell('keys.name')}
        hint={tell('keys.nameHint')}
        autoComplete="off"
        maxLength={nameMax}
        value={wanted.name}
        onChange={(event) => set({ name: event.target.value })}
        error={faults.name}
      />
      <Checks
        label={tell('keys.scopes')}
        options={scopes.map((value) => ({ value, name: value, note: words[value] }))}
        values={wanted.scopes}
        onChange={(chosen) => set({ scopes: chosen })}
        error={faults.scopes}
      />
      <SelectField
        label={tell('keys.ends')}
        options={spans.map((days) => ({ value: String(days), name: spanNames[days] }))}
        value={wanted.span}
        onChange={({ target }) => set({ span: target.value, endsAt: endIn(Number(target.value)) })}
        hint={
          wanted.endsAt === undefined ? undefined : <Text k="keys.until" with={{ time: <When at={wanted.endsAt} /> }} />
        }
      />
      <Limits form={form} />
    </>
  );
}

function Limits({ form }: { readonly form: ReturnType<typeof useNewKey> }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const { wanted, set, faults } = form;
  const names = { read: tell('keys.reads'), write: tell('keys.writes'), events: tell('keys.events') };
  return (
    <details>
      <summary>{tell('keys.otherLimits')}</summary>
      <div className="more-fields">
        {limitNames.map((name) => (
          <TextField
            key={name}
            label={names[name]}
            hint={tell('keys.limitHint', { usual: number(usual[name]), most: number(most[name]) })}
            inputMode="numeric"
            autoComplete="off"
            value={wanted.limits[name] ?? ''}
            onChange={(event) => set({ limits: { ...wanted.limits, [name]: event.target.value } })}
            error={faults[name]}
          />
        ))}
      </div>
    </details>
  );
}

interface Wanted {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Days; 0 never ends. */
  readonly span: string;
  readonly endsAt: string | undefined;
  readonly limits: Readonly<Partial<Record<LimitName, string>>>;
}

const nothing: Wanted = { name: '', scopes: ['read'], span: '0', endsAt: undefined, limits: {} };

const limitIn = ({ limits }: Wanted, name: LimitName) => limits[name]?.trim() ?? '';

function isLimit(wanted: Wanted, name: LimitName): boolean {
  const text = limitIn(wanted, name);
  return text === '' || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most[name]);
}

/** What is asked of the API. */
function bodyOf(wanted: Wanted): Shape['KeyInput'] {
  const own = limitNames.filter((each) => limitIn(wanted, each) !== '');
  const limits: Shape['KeyLimits'] = Object.fromEntries(own.map((each) => [each, Number(limitIn(wanted, each))]));
  return {
    name: wanted.name.trim(),
    scopes: scopes.filter((scope) => wanted.scopes.includes(scope)),
    ...(wanted.endsAt === undefined ? {} : { expiresAt: wanted.endsAt }),
    ...(own.length === 0 ? {} : { limits }),
  };
}

function useNewKey() {
  const tell = useText();
  const client = useQueryClient();
  const blocked = useBlocked('admin');
  const attempt = useAttempt();
  const [wanted, setWanted] = useState(nothing);
  const [isTried, setTried] = useState(false);
  const mutation = useMutation({
    // Its answer has the secret: it is kept nowhere but in the open drawer.
    gcTime: 0,
    mutationFn: () => read(api.POST('/keys', { params: { header: attempt.header() }, body: bodyOf(wanted) })),
    onSuccess: () => {
      setWanted(nothing);
      setTried(false);
      void client.invalidateQueries({ queryKey: ['keys'] });
    },
    onSettled: (_, error) => attempt.answered(error),
  });
  useForgetting(id, mutation.reset);
  const lacksName = wanted.name.trim() === '';
  const lacksScopes = wanted.scopes.length === 0;
  const isWhole = !lacksName && !lacksScopes && limitNames.every((each) => isLimit(wanted, each));
  const limitFault = (each: LimitName) => (isTried && !isLimit(wanted, each) ? tell('keys.limitWrong') : undefined);
  return {
    ...{ wanted, blocked, made: mutation.data, busy: mutation.isPending, error: mutation.error },
    set: (change: Partial<Wanted>) => setWanted({ ...wanted, ...change }),
    faults: {
      name: isTried && lacksName ? tell('keys.nameMissing') : undefined,
      scopes: isTried && lacksScopes ? tell('keys.scopesMissing') : undefined,
      ...{ read: limitFault('read'), write: limitFault('write'), events: limitFault('events') },
    },
    submit: () => {
      setTried(true);
      if (isWhole && blocked === undefined && !mutation.isPending) mutation.mutate();
    },
  };
}
