import type { ReactNode } from 'react';
import { Status } from '../../parts/status.tsx';
import { useText } from '../../text/use-text.tsx';
import type { Review } from './subjects.ts';

/** Where a case stands. */
export function ReviewStatus({ status }: Pick<Review, 'status'>): ReactNode {
  const tell = useText();
  if (status === 'open') return <Status kind="held">{tell('reviews.waits')}</Status>;
  if (status === 'approved') return <Status kind="ok">{tell('reviews.approved')}</Status>;
  return <Status kind="bad">{tell('reviews.rejected')}</Status>;
}
