import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { signOut } from '../data/api.ts';
import { followNotifications } from '../data/live.ts';
import { sessionKey, useFormats, useSession } from '../data/session.tsx';
import { pages } from '../pages.ts';
import { Leaf } from '../parts/icon.tsx';
import { Text, useText } from '../text/use-text.tsx';
import { Settings } from './settings.tsx';
import { TopBar } from './top-bar.tsx';

/** Words on the left, one page on the right. */
export function Frame(): ReactNode {
  const tell = useText();
  const main = useFocusOnNewPage();
  return (
    <>
      <a className="skip" href="#main">
        {tell('frame.skip')}
      </a>
      <div className="frame">
        <aside className="side" aria-label={tell('frame.sections')}>
          <div>
            <Link className="brand" to="/">
              <Leaf />
              Perennial
            </Link>
            <Navigation label={tell('frame.navigation')} />
            <SignedIn />
          </div>
        </aside>
        <TopBar />
        <main className="main" id="main" tabIndex={-1} ref={main}>
          <Outlet />
          <LiveState />
        </main>
      </div>
    </>
  );
}

/** Every page that has a place in the navigation. */
export function Navigation({ label, onGo }: { readonly label: string; readonly onGo?: () => void }): ReactNode {
  const tell = useText();
  const groups = [
    { group: 'work', name: tell('frame.work') },
    { group: 'setUp', name: tell('frame.setUp') },
  ].map((each) => ({ ...each, entries: pages.filter(({ group }) => group === each.group) }));
  return (
    <nav className="nav groups" aria-label={label}>
      {groups
        .filter(({ entries }) => entries.length > 0)
        .map(({ group, name, entries }) => (
          <div key={group}>
            <p>{name}</p>
            <ul>
              {entries.map((entry) => (
                <li key={entry.path}>
                  <NavLink to={`/${entry.path}`} end={entry.path === ''} onClick={onGo}>
                    {tell(entry.name as 'frame.overview')}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}

/** Whose key it is, with the way out and what each person chooses. */
export function SignedIn(): ReactNode {
  const tell = useText();
  const client = useQueryClient();
  const { key, programme } = useSession();
  const leave = async () => {
    await signOut();
    client.setQueryData(sessionKey, null);
    // What was read by this key is not for the next one.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  };
  return (
    <div className="signed-in note">
      <p>
        {programme.name}
        <br />
        <Text k="frame.signedInWith" with={{ key: key.name }} />
      </p>
      <button type="button" className="btn" onClick={() => void leave()}>
        {tell('frame.signOut')}
      </button>
      <Settings />
    </div>
  );
}

/** Says when figures do not move by themselves any more. */
function LiveState(): ReactNode {
  const client = useQueryClient();
  const formats = useFormats();
  const [lostSince, setLostSince] = useState<Date>();
  useEffect(
    () => followNotifications(client, (state) => setLostSince(state.isLive ? undefined : state.since)),
    [client],
  );
  return (
    <p className={lostSince === undefined ? 'note live-state' : 'note live-state warn'}>
      {lostSince === undefined ? (
        <Text k="frame.live" />
      ) : (
        <Text k="frame.liveLost" with={{ time: formats.time(lostSince) }} />
      )}
    </p>
  );
}

/** A new page begins at its top, and the keyboard with it; a drawer of the same page is none. */
function useFocusOnNewPage(): React.RefObject<HTMLElement | null> {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}
