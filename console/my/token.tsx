import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';

/**
 * The token of the member comes behind the # of the address, which no server and no Referer is told. It is taken out of the address at
 * once, so that it is in no history and on no screen, and kept for this tab alone, so that reading the page again is no new link.
 */
interface Held {
  /** Undefined when the page was opened without a link that holds. */
  readonly token: string | undefined;
  /** The API took it no more. */
  readonly end: () => void;
}

const TokenContext = createContext<Held | undefined>(undefined);

export function useToken(): Held {
  const held = use(TokenContext);
  if (held === undefined) throw new Error('Nobody looks for a token.');
  return held;
}

const key = 'perennial.member';

/** Storage that a browser forbids keeps nothing: the link is good until the page is left. */
function kept(): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(token: string | undefined): void {
  try {
    if (token === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, token);
  } catch {
    // It is held by the page then.
  }
}

function fromAddress(): string | undefined {
  const token = /^#(mtk_[\w.-]+)$/.exec(location.hash)?.[1];
  if (token === undefined) return undefined;
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  keep(token);
  return token;
}

const atStart = fromAddress() ?? kept();

export function TokenProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [token, setToken] = useState(atStart);
  useEffect(() => {
    // A link that is opened in a tab that has the page already.
    const take = () => {
      const next = fromAddress();
      if (next !== undefined) setToken(next);
    };
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  const held = useMemo(
    () => ({
      token,
      end: () => {
        keep(undefined);
        setToken(undefined);
      },
    }),
    [token],
  );
  return <TokenContext value={held}>{children}</TokenContext>;
}
