import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId } from 'react';
import { type Me, type Shape, useMember } from '../data.ts';
import { Failed, Section } from '../parts.tsx';
import type { Shown } from '../shown.ts';
import { useText } from '../text.tsx';

/** What the shop knows of the member, with consent; filled in, it opens the card, and activates it where a gift waits for that. */
export function Details({ me }: Shown): ReactNode {
  const { tell } = useText();
  const member = useMember();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: async (change: Shape['MePatch']) => {
      if (Object.keys(change).length > 0) await member.change(change);
      if (me.activation === 'waiting') await member.activate();
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  const waits = me.activation === 'waiting';
  const isOpen = me.name !== null && me.email !== null;
  const title = waits ? tell('details.activate') : isOpen ? tell('details.title') : tell('details.open');
  if (!me.may.edit) return <ReadOnly me={me} title={title} />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!save.isPending) save.mutate(changeOf(me, new FormData(event.currentTarget)));
  };
  return (
    <Section id="details" title={title}>
      {waits && <p>{tell('details.waits')}</p>}
      <form className="form" onSubmit={submit} key={`${me.memberId} ${me.activation}`}>
        <Field name="name" label={tell('details.name')} value={me.name} autoComplete="name" max={100} />
        <Field
          name="email"
          label={tell('details.email')}
          value={me.email}
          autoComplete="email"
          max={254}
          type="email"
        />
        <Field name="birthday" label={tell('details.birthday')} value={me.birthday} autoComplete="bday" type="date" />
        <fieldset>
          <legend className="label">{tell('details.consent')}</legend>
          <Agree name="consent.email" label={tell('details.byMail')} given={me.consent.email} />
          <Agree name="consent.inbox" label={tell('details.inInbox')} given={me.consent.inbox} />
          <p className="note">{tell('details.notices')}</p>
        </fieldset>
        <button type="submit" className="btn main-act" aria-disabled={save.isPending}>
          {waits ? tell('details.doActivate') : tell('details.save')}
        </button>
        <p className="note" role="status">
          {save.isSuccess && tell('details.saved')}
        </p>
        {save.error !== null && <Failed error={save.error} />}
      </form>
    </Section>
  );
}

/** What the form says otherwise than it stands: an empty field clears, and a box that was never asked about and stays empty is no answer. */
function changeOf(me: Me, form: FormData): Shape['MePatch'] {
  const texts = (['name', 'email', 'birthday'] as const).flatMap((name) => {
    const value = form.get(name);
    const text = typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
    return text === me[name] ? [] : [[name, text] as const];
  });
  const consent = (['email', 'inbox'] as const).flatMap((channel) => {
    const agrees = form.has(`consent.${channel}`);
    return agrees === (me.consent[channel] === true) ? [] : [[channel, agrees] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(consent.length === 0 ? {} : { consent: Object.fromEntries(consent) }),
  };
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | null;
  readonly autoComplete: string;
  readonly type?: 'text' | 'email' | 'date';
  readonly max?: number;
}

function Field({ name, label, value, autoComplete, type = 'text', max }: FieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        className="input"
        {...{ id, name, type, autoComplete }}
        defaultValue={value ?? ''}
        {...(max === undefined ? {} : { maxLength: max })}
      />
    </div>
  );
}

function Agree(props: { readonly name: string; readonly label: string; readonly given: boolean | null }): ReactNode {
  return (
    <label className="agree">
      <input type="checkbox" name={props.name} defaultChecked={props.given === true} />
      <span>{props.label}</span>
    </label>
  );
}

function ReadOnly({ me, title }: { readonly me: Me; readonly title: string }): ReactNode {
  const { tell } = useText();
  return (
    <Section id="details" title={title}>
      <dl className="facts">
        <dt>{tell('details.name')}</dt>
        <dd>{me.name ?? '–'}</dd>
        <dt>{tell('details.email')}</dt>
        <dd className="anywhere">{me.email ?? '–'}</dd>
      </dl>
      <p className="dim">{tell('details.elsewhere')}</p>
    </Section>
  );
}
