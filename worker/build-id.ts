import { createHash } from 'node:crypto';

const shortHashLength = 12;
const sourceMapMark = '\n//# sourceMappingURL=';

/** The name of this build: the one stated (PERENNIAL_BUILD_ID), or else a short hash of the workflows' code, wherever that lies. */
export function buildIdOf({ code }: { readonly code: string }, stated?: string): string {
  if (stated !== undefined) return stated;
  // The source map names the files of this machine.
  const end = code.lastIndexOf(sourceMapMark);
  const whatRuns = end === -1 ? code : code.slice(0, end);
  return createHash('sha256').update(whatRuns).digest('hex').slice(0, shortHashLength);
}
