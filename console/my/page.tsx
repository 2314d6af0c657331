import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { formatsOf } from '../text/format.ts';
import { type Language, languages } from '../text/languages.ts';
import { type Me, type Programme, useMember } from './data.ts';
import { Failed } from './parts.tsx';
import { Card } from './sections/card.tsx';
import { CheckIn } from './sections/check-in.tsx';
import { Coupons } from './sections/coupons.tsx';
import { Details } from './sections/details.tsx';
import { Inbox } from './sections/inbox.tsx';
import { Invite } from './sections/invite.tsx';
import { Points } from './sections/points.tsx';
import { type Shown, unitOf } from './shown.ts';
import { useText } from './text.tsx';
import { useToken } from './token.tsx';

/** The page of a member, or why there is none to show. */
export function Page(): ReactNode {
  const { token } = useToken();
  return token === undefined ? <NoLink /> : <OfMember />;
}

function NoLink(): ReactNode {
  const { tell } = useText();
  return (
    <Frame name={tell('title')}>
      <h1>{tell('ended.title')}</h1>
      <p>{tell('ended.what')}</p>
    </Frame>
  );
}

function OfMember(): ReactNode {
  const { tell } = useText();
  const member = useMember();
  const me = useQuery(member.me);
  const programme = useQuery(member.programme);
  const error = me.error ?? programme.error;
  if (me.data !== undefined && programme.data !== undefined)
    return <Membership me={me.data} programme={programme.data} />;
  return (
    <Frame name={tell('title')}>
      <h1>{tell('title')}</h1>
      {error === null ? (
        <p className="dim" aria-busy="true">
          {tell('loading')}
        </p>
      ) : (
        <Failed error={error} again={() => void Promise.all([me.refetch(), programme.refetch()])} />
      )}
    </Frame>
  );
}

function Membership({ me, programme }: { readonly me: Me; readonly programme: Programme }): ReactNode {
  const { tell, language } = useText();
  const { zone, currency, name, asset } = programme;
  const formats = useMemo(() => formatsOf({ language, zone, currency }), [language, zone, currency]);
  const shown: Shown = { me, programme, formats, unit: unitOf(asset, language) };
  useEffect(() => {
    document.title = name;
  }, [name]);
  return (
    <Frame name={name}>
      <h1>{me.name === null ? tell('hello.nobody') : tell('hello', { name: me.name })}</h1>
      {me.status !== 'active' && (
        <p className="told" role="status">
          {tell('notActive')}
        </p>
      )}
      <div className="parts">
        <Card {...shown} />
        <Points {...shown} />
        <CheckIn {...shown} />
        <Coupons {...shown} />
        <Inbox {...shown} />
        <Invite {...shown} />
        <Details {...shown} />
      </div>
    </Frame>
  );
}

function Frame({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  const { tell, language, choose } = useText();
  return (
    <>
      <a className="skip" href="#main">
        {tell('skip')}
      </a>
      <header className="top">
        <span className="brand">{name}</span>
        <label className="language">
          <span className="sr">{tell('language')}</span>
          <select value={language} onChange={(event) => choose(event.target.value as Language)}>
            {Object.entries(languages).map(([code, title]) => (
              <option key={code} value={code} lang={code}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
