import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Text, useText } from '../text/use-text.tsx';
import { Page } from './page.tsx';

/** The page of an address that no page has. */
export function NotFound(): ReactNode {
  const tell = useText();
  return (
    <Page title={tell('frame.notFound')}>
      <p>
        <Text k="frame.notFoundWhy" a={(words) => <Link to="/">{words}</Link>} />
      </p>
    </Page>
  );
}
