import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, use, useMemo } from 'react';
import { type Formats, formatsOf } from '../text/format.ts';
import { useText, useWords } from '../text/use-text.tsx';
import { readSession, type Session, type Shape } from './api.ts';

export const sessionKey = ['session'] as const;
/** The clock of the top bar, and whether the session still holds. */
const readEveryMs = 60_000;

/** Who is signed in; data is null when nobody is. */
export const useSessionQuery = (): UseQueryResult<Session | null> =>
  useQuery({ queryKey: sessionKey, queryFn: readSession, refetchInterval: readEveryMs, staleTime: readEveryMs });

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in, on any page inside the frame. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('Nobody is signed in.');
  return session;
}

/** Why the key may not do what needs this scope; undefined when it may. For a button's `blocked`: it stays, and says so. */
export function useBlocked(scope: Shape['Scope']): string | undefined {
  const tell = useText();
  return useSession().key.scopes.includes(scope) ? undefined : tell('parts.needsScope', { scope });
}

/** Numbers, money and times of the programme in the chosen language. */
export function useFormats(): Formats {
  const { language } = useWords();
  const { zone, currency } = useSession().programme;
  return useMemo(() => formatsOf({ language, zone, currency }), [language, zone, currency]);
}

/** What points are worth, in minor units; undefined when they can't be used at the checkout. */
export function useWorth(): ((points: number) => number) | undefined {
  const { redemption } = useSession().programme;
  return redemption === null ? undefined : (points) => Math.floor((points / redemption.points) * redemption.perMinor);
}
