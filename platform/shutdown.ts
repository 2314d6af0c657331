const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof signals)[number];

/** Exit codes of a process that a signal ended: 128 + its number. */
const exitCodes: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

export interface Shutdown {
  /** Resolves at the first Ctrl-C or request to end. */
  readonly requested: Promise<StopSignal>;
  isRequested(): boolean;
  /** From now on the first signal stops in good order. */
  started(): void;
  /** Gives the signals back to Node. */
  dispose(): void;
}

export interface ShutdownOptions {
  /** Until `started` is called a signal ends the process at once: what is half open needs no good order. */
  readonly starting?: boolean;
}

/** Lets a process stop in good order at the first signal; a second one ends it at once. */
export function onShutdown({ starting = false }: ShutdownOptions = {}): Shutdown {
  let isStarting = starting;
  let first: StopSignal | undefined;
  let resolve: (signal: StopSignal) => void = () => undefined;
  const requested = new Promise<StopSignal>((done) => (resolve = done));
  const listen = (signal: StopSignal) => {
    if (first !== undefined || isStarting) process.exit(exitCodes[signal]);
    first = signal;
    resolve(signal);
  };
  for (const signal of signals) process.on(signal, listen);
  return {
    requested,
    isRequested: () => first !== undefined,
    started: () => {
      isStarting = false;
    },
    dispose: () => {
      for (const signal of signals) process.off(signal, listen);
    },
  };
}
