import type { ReactNode } from 'react';
import { Page } from '../../frame/page.tsx';
import { useText } from '../../text/use-text.tsx';

/** Is all well, and what needs me? */
export function Component(): ReactNode {
  const tell = useText();
  return <Page title={tell('frame.overview')}>{null}</Page>;
}
