import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useFormats, useSession } from '../data/session.tsx';
import { Icon } from '../parts/icon.tsx';
import { useText } from '../text/use-text.tsx';
import { Navigation, SignedIn } from './frame.tsx';

/** The menu of small screens, one search for everything, and the programme's clock. */
export function TopBar(): ReactNode {
  return (
    <header className="top">
      <Menu />
      <Search />
      <ProgrammeClock />
    </header>
  );
}

function Menu(): ReactNode {
  const tell = useText();
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (details.current !== null) details.current.open = false;
  };
  return (
    <details
      className="menu"
      ref={details}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        close();
        details.current?.querySelector('summary')?.focus();
      }}
    >
      <summary className="btn" aria-label={tell('frame.menu')}>
        <Icon name="menu" />
      </summary>
      <div className="menu-sheet">
        <Navigation label={tell('frame.navigationSmall')} onGo={close} />
        <SignedIn />
      </div>
    </details>
  );
}

function Search(): ReactNode {
  const tell = useText();
  const navigate = useNavigate();
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = new FormData(event.currentTarget).get('q');
    if (typeof wanted !== 'string' || wanted.trim() === '') return;
    void navigate(`/members?${new URLSearchParams({ q: wanted.trim() }).toString()}`);
  };
  return (
    <form className="search" role="search" onSubmit={find}>
      <label className="sr" htmlFor="find">
        {tell('frame.find')}
      </label>
      <input id="find" name="q" type="search" placeholder={tell('frame.findHint')} autoComplete="off" />
    </form>
  );
}

/** A minute is what it shows; it is looked at more often so that it turns in time. */
const lookMs = 5_000;

function ProgrammeClock(): ReactNode {
  const { now } = useSession();
  const formats = useFormats();
  const [readAt, setReadAt] = useState(() => ({ now, at: Date.now() }));
  if (readAt.now !== now) setReadAt({ now, at: Date.now() });
  const [at, setAt] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setAt(Date.now()), lookMs);
    return () => window.clearInterval(timer);
  }, []);
  const shown = Date.parse(readAt.now) + Math.max(0, at - readAt.at);
  return (
    <p className="clock">
      <time dateTime={new Date(shown).toISOString()}>
        <span className="hide-s">{formats.day(shown)} </span>
        <b>{formats.time(shown)}</b>
      </time>{' '}
      {formats.zoneName()}
    </p>
  );
}
