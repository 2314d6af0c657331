import { useEffect } from 'react';
import { useText } from '../text/use-text.tsx';

/** Says in the window's title which page this is. */
export function useTitle(page: string): void {
  const title = useText()('frame.title', { page });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
