import { PerennialError } from './errors.ts';

/** Throws VERSION_CONFLICT when a thing is no longer as its caller has read it; a caller who says nothing takes it as it is. */
export function refuseIfChanged(what: string, revision: string | undefined, read: string | undefined): void {
  if (read === undefined || read === revision) return;
  throw new PerennialError('VERSION_CONFLICT', `${what} was changed since.`, { field: 'If-Match' });
}
