import type { ReactNode } from 'react';
import { useSessionQuery, SessionContext } from '../data/session.tsx';
import { Failure } from '../parts/states.tsx';
import { Frame } from './frame.tsx';
import { SignIn } from './sign-in.tsx';

/** The page for who is signed in, the way in for who is not. */
export function Gate(): ReactNode {
  const { data: session, error, refetch } = useSessionQuery();
  if (session === null) return <SignIn />;
  if (session !== undefined) {
    return (
      <SessionContext value={session}>
        <Frame />
      </SessionContext>
    );
  }
  if (error === null) return null;
  return (
    <main className="main">
      <Failure error={error} again={() => void refetch()} />
    </main>
  );
}
