// What the package offers to a program that imports it: docs/guides/embedding.md. Everything else may change with any version.
export { PerennialError } from '../platform/errors.ts';
export { migrate, openPerennial } from './open.ts';
export { defineExtension } from './extensions.ts';
export type { Extension, OwnLifecycle, OwnStepKind, OwnStepRequest, OwnStepWork } from './extensions.ts';
export type {
  EmbeddedApi,
  EmbeddedWorker,
  EmbeddedWorkerOptions,
  OfProgramme,
  Perennial,
  PerennialEvent,
  PerennialEventAnswer,
  PerennialOptions,
} from './perennial.ts';
