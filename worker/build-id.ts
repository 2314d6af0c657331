import { createHash } from 'node:crypto';
import { ownLifecycles } from '../workflows/lifecycles/own.ts';

const shortHashLength = 12;
const sourceMapMark = '\n//# sourceMappingURL=';

/**
 * The name of this build: the one stated (PERENNIAL_BUILD_ID), or else a short hash of the workflows' code, wherever that lies, and of
 * the versions of the lifecycles that were registered.
 */
export function buildIdOf({ code }: { readonly code: string }, stated?: string): string {
  if (stated !== undefined) return stated;
  // The source map names the files of this machine.
  const end = code.lastIndexOf(sourceMapMark);
  const whatRuns = end === -1 ? code : code.slice(0, end);
  const own = ownLifecycles().map(({ code: name, version }) => `\n${name} ${version}`);
  return createHash('sha256')
    .update([whatRuns, ...own.sort()].join(''))
    .digest('hex')
    .slice(0, shortHashLength);
}
