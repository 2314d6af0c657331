import type { ReactNode } from 'react';
import { useRouteError } from 'react-router';
import { Callout } from '../parts/states.tsx';
import { useText } from '../text/use-text.tsx';

/** In place of a page that threw. */
export function Broken(): ReactNode {
  const tell = useText();
  const error = useRouteError();
  return (
    <>
      <h1>{tell('frame.brokenTitle')}</h1>
      <Callout kind="bad">
        <p>{tell('frame.brokenWhy')}</p>
        {error instanceof Error && (
          <p className="note">
            <code>{error.message}</code>
          </p>
        )}
      </Callout>
    </>
  );
}
