import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type OwnStepKind, registerStepKind } from '../activities/own-steps.ts';
import { PerennialError } from '../platform/errors.ts';
import { type OwnLifecycle, registerLifecycle } from '../workflows/lifecycles/own.ts';

export type { OwnLifecycle } from '../workflows/lifecycles/own.ts';
export type { OwnStepKind, OwnStepRequest, OwnStepWork } from '../activities/own-steps.ts';

/** Kinds of stories and of steps that come from outside the product. */
export interface Extension {
  readonly lifecycles?: readonly OwnLifecycle[];
  readonly stepKinds?: readonly OwnStepKind[];
}

/** The same, for the compiler to look at: the default export of a module that PERENNIAL_EXTENSIONS names. */
export const defineExtension = (extension: Extension): Extension => extension;

/** Makes what an extension has known to this process; again changes nothing. */
export function registerExtension({ lifecycles = [], stepKinds = [] }: Extension): void {
  stepKinds.forEach(registerStepKind);
  lifecycles.forEach(registerLifecycle);
}

/** Loads the modules of PERENNIAL_EXTENSIONS, paths or names of packages with commas between; throws EXTENSION_INVALID. */
export async function loadExtensions(modules: string | undefined): Promise<void> {
  const names = (modules ?? '').split(',').map((name) => name.trim());
  for (const name of names.filter((each) => each !== '')) {
    try {
      const { default: extension } = (await import(specifierOf(name))) as { readonly default?: Extension };
      if (typeof extension !== 'object') throw new TypeError('it has no default export with lifecycles or stepKinds');
      registerExtension(extension);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new PerennialError('EXTENSION_INVALID', `The extension ${name} can't be loaded: ${why}`, {
        field: 'PERENNIAL_EXTENSIONS',
        cause: error,
      });
    }
  }
}

/** A path is of the folder the command runs in; anything else is a package. */
function specifierOf(name: string): string {
  return name.startsWith('.') || isAbsolute(name) ? pathToFileURL(resolve(name)).href : name;
}
