import type { V1Request } from '../endpoint.ts';
import { readRevision } from '../if-match.ts';

/** Who asks for a move of a campaign, or a change. The same call again finds the campaign where the first has brought it. */
export const askedBy = ({
  actor,
  requestId,
  ifMatch,
}: Pick<V1Request<unknown, unknown, unknown>, 'actor' | 'requestId' | 'ifMatch'>) => ({
  ...{ actor, requestId, mayStandSo: true },
  revision: readRevision(ifMatch),
});
