import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { signIn } from '../data/api.ts';
import { Refused } from '../data/refused.ts';
import { sessionKey } from '../data/session.tsx';
import { Button, TextField } from '../parts/form.tsx';
import { Leaf } from '../parts/icon.tsx';
import { Text, useText } from '../text/use-text.tsx';
import { Settings } from './settings.tsx';
import { useTitle } from './title.ts';

/** The way in: a key, pasted once. */
export function SignIn(): ReactNode {
  const tell = useText();
  const client = useQueryClient();
  useTitle(tell('signIn.title'));
  const [key, setKey] = useState('');
  const [missing, setMissing] = useState(false);
  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => client.setQueryData(sessionKey, session),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(key.trim() === '');
    if (key.trim() !== '') attempt.mutate(key.trim());
  };
  const error = missing ? tell('signIn.missing') : faultOf(attempt.error, tell);
  return (
    <main className="main sign-in" id="main">
      <form className="panel" onSubmit={submit} noValidate>
        <header>
          <h1>
            <Leaf /> {tell('signIn.title')}
          </h1>
          <p>{tell('signIn.why')}</p>
        </header>
        <div className="pad stack">
          <TextField
            label={tell('signIn.key')}
            type="password"
            autoComplete="current-password"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.target.value)}
            hint={<Text k="signIn.keyHint" />}
            error={error}
          />
          <div className="acts">
            <Button main type="submit" busy={attempt.isPending}>
              {tell('signIn.act')}
            </Button>
          </div>
        </div>
      </form>
      <div className="note">
        <Settings />
      </div>
    </main>
  );
}

function faultOf(error: Error | null, tell: ReturnType<typeof useText>): string | undefined {
  if (error === null) return undefined;
  const status = error instanceof Refused ? error.status : 0;
  if (status === 429) return tell('signIn.tooOften');
  return status === 0 || status >= 500 ? tell('parts.noAnswer') : tell('signIn.refused');
}
