import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useCampaignsChanged } from '../../data/campaigns.ts';
import { Refused } from '../../data/refused.ts';
import { useBlocked } from '../../data/session.tsx';
import { Changes } from '../../parts/changes.tsx';
import { Code } from '../../parts/code.tsx';
import { Drawer, Leave } from '../../parts/drawer.tsx';
import { AreaField, Button, Field, TextField } from '../../parts/form.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';

interface ApplyProps {
  readonly id: string;
  /** The campaign that is edited; a new one when absent. */
  readonly of?: { readonly code: string; readonly version: number; readonly text: string };
}

type Templates = Readonly<Record<string, string>>;

/** A campaign's file: what is wrong in it at its line, what it would change, and then it is stored. */
export function ApplyDrawer({ id, of }: ApplyProps): ReactNode {
  const tell = useText();
  const form = useApplying(of);
  const { text, planned, stored, errors } = form;
  const blocked = useBlocked('launch');
  const isToStore = planned !== undefined && stored === undefined && changesOf(planned).length > 0;
  return (
    <Drawer
      id={id}
      title={of === undefined ? tell('campaigns.applyTitle') : tell('campaigns.editTitle', { version: of.version + 1 })}
      note={of === undefined ? tell('campaigns.applyNote') : tell('campaigns.editNote')}
      onSubmit={isToStore ? form.store : form.look}
      foot={
        <>
          <Button type="submit" main busy={form.isBusy} blocked={blocked}>
            {form.isBusy
              ? tell('campaigns.seeing')
              : isToStore
                ? tell('campaigns.store', { version: planned.version })
                : tell('campaigns.see')}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <Fields form={form} isNew={of === undefined} />
      {errors.length > 0 && <Faults text={text} errors={errors} />}
      {form.error !== null && errors.length === 0 && <NotDone error={form.error} />}
      <Came form={form} isNew={of === undefined} />
    </Drawer>
  );
}

interface FormProps {
  readonly form: ReturnType<typeof useApplying>;
  readonly isNew: boolean;
}

function Fields({ form, isNew }: FormProps): ReactNode {
  const tell = useText();
  return (
    <>
      <Field label={tell('campaigns.files')} hint={tell('campaigns.filesHint')}>
        {(wired) => (
          <input
            {...wired}
            className="input"
            type="file"
            multiple
            accept=".yaml,.yml,.liquid"
            onChange={(event) => void form.take(event.target.files)}
          />
        )}
      </Field>
      {form.taken > 0 && <p className="note">{tell('campaigns.filesTaken', { n: form.taken })}</p>}
      {isNew && (
        <TextField
          label={tell('campaigns.code')}
          hint={tell('campaigns.codeHint')}
          error={form.missing === 'code' ? tell('campaigns.codeMissing') : undefined}
          value={form.code}
          onChange={(event) => form.setCode(event.target.value)}
        />
      )}
      <AreaField
        label={tell('campaigns.text')}
        error={form.missing === 'text' ? tell('campaigns.textMissing') : undefined}
        rows={14}
        spellCheck={false}
        value={form.text}
        onChange={(event) => form.setText(event.target.value)}
      />
    </>
  );
}

/** What the file would change, or what came of storing it. */
function Came({ form: { planned, stored }, isNew }: FormProps): ReactNode {
  const tell = useText();
  if (stored !== undefined) {
    return (
      <Callout kind="good" live>
        <p>
          <Text
            k={stored.staged == null ? 'campaigns.stored' : 'campaigns.staged'}
            with={{ version: stored.staged?.version ?? stored.version }}
            a={(words) => <Link to={`/campaigns/${stored.code}`}>{words}</Link>}
          />
        </p>
      </Callout>
    );
  }
  if (planned === undefined) return null;
  if (changesOf(planned).length > 0) return <Planned planned={planned} isNew={isNew && planned.version === 1} />;
  return (
    <Callout kind="info" live>
      <p>{tell('campaigns.unchanged')}</p>
    </Callout>
  );
}

const changesOf = ({ changes = [] }: Shape['Campaign']) => changes;

type FieldError = NonNullable<Shape['Campaign']['problems']>[number];

/** The file with what is wrong under its lines; what has no line comes first. */
function Faults({ text, errors }: { readonly text: string; readonly errors: readonly FieldError[] }): ReactNode {
  const tell = useText();
  const words = (error: FieldError) => (
    <span lang="en">
      <code>{error.field}</code> {error.detail}
    </span>
  );
  const fix = ({ fix: what }: FieldError) => (what === undefined ? undefined : <span lang="en">{what}</span>);
  const placed = errors.flatMap((error) =>
    error.line === undefined ? [] : [{ line: error.line, what: words(error), fix: fix(error) }],
  );
  const others = errors.filter(({ line }) => line === undefined);
  return (
    <>
      <Callout kind="bad" live>
        <p>{tell('campaigns.wrong', { n: errors.length })}</p>
        {others.map((error, at) => (
          <p key={at}>
            {words(error)} {fix(error)}
          </p>
        ))}
      </Callout>
      {placed.length > 0 && <Code label={tell('campaigns.textLabel')} text={text} errors={placed} />}
    </>
  );
}

function Planned({ planned, isNew }: { readonly planned: Shape['Campaign']; readonly isNew: boolean }): ReactNode {
  const tell = useText();
  const { name, version, changes = [], problems = [] } = planned;
  return (
    <div className="plan" role="status">
      <h3>
        {isNew
          ? tell('campaigns.wouldBeNew', { name, version })
          : tell('campaigns.wouldChange', { n: changes.length, version })}
      </h3>
      {!isNew && <Changes changes={changes} />}
      {problems.length > 0 && (
        <Callout kind="warn">
          <p>{tell('campaigns.keepsFromLaunch')}</p>
          {problems.map(({ field, detail, fix }, at) => (
            <p key={at} lang="en">
              <code>{field}</code> {detail} {fix}
            </p>
          ))}
        </Callout>
      )}
    </div>
  );
}

const codeIn = (text: string) => /^campaign: *([a-z0-9-]+)/m.exec(text)?.[1] ?? '';

/** The texts of messages go within the file, behind its last line, so that its lines keep their numbers. */
function withTemplates(text: string, templates: Templates): string {
  const names = Object.keys(templates);
  if (names.length === 0) return text;
  const own = text.replace(/^messages:.*$/m, '# $&').trimEnd();
  return [
    own,
    'templates:',
    ...names.map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(templates[name])}`),
    '',
  ].join('\n');
}

function useApplying(of: ApplyProps['of']) {
  const changed = useCampaignsChanged();
  const [written, setWritten] = useState<string>();
  const [templates, setTemplates] = useState<Templates>({});
  const [typed, setTyped] = useState<string>();
  const [missing, setMissing] = useState<'code' | 'text'>();
  const text = written ?? of?.text ?? '';
  const code = of?.code ?? typed ?? codeIn(text);
  const put = async (dryRun: boolean) =>
    read(
      api.PUT('/campaigns/{code}', {
        params: { path: { code }, query: { dryRun } },
        headers: { 'Content-Type': 'application/yaml' },
        body: withTemplates(text, templates) as never,
        bodySerializer: (body: unknown) => body as string,
      }),
    );
  const looking = useMutation({ mutationFn: () => put(true) });
  const storing = useMutation({
    mutationFn: () => put(false),
    onSuccess: changed,
  });
  const begin = () => {
    looking.reset();
    storing.reset();
    setMissing(undefined);
  };
  const error = storing.error ?? looking.error;
  return {
    ...{ code, text, missing, error, taken: Object.keys(templates).length },
    errors: error instanceof Refused ? (error.problem?.errors ?? []) : [],
    planned: looking.data,
    stored: storing.data,
    isBusy: looking.isPending || storing.isPending,
    setCode: (value: string) => {
      begin();
      setTyped(value);
    },
    setText: (value: string) => {
      begin();
      setWritten(value);
    },
    take: async (files: FileList | null) => {
      begin();
      const read_ = await Promise.all([...(files ?? [])].map(async (file) => [file.name, await file.text()] as const));
      const yaml = read_.find(([name]) => /\.ya?ml$/.test(name));
      if (yaml !== undefined) setWritten(yaml[1]);
      setTemplates(Object.fromEntries(read_.filter(([name]) => name.endsWith('.liquid'))));
    },
    look: () => {
      begin();
      if (text.trim() === '') setMissing('text');
      else if (code === '') setMissing('code');
      else looking.mutate();
    },
    store: () => storing.mutate(),
  };
}
