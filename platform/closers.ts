/** What has been opened so far, to be closed again in the reverse order. */
export interface Closers {
  add(close: () => unknown): void;
  /** Closes all, once; what can't be closed is thrown when the others are. */
  close(): Promise<void>;
}

/** Holds how to close what is opened, until a start has failed or a stop is wanted. */
export function createClosers(): Closers {
  const closers: (() => unknown)[] = [];
  return {
    add: (close) => void closers.push(close),
    close: async () => {
      const problems: unknown[] = [];
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          problems.push(error);
        }
      }
      if (problems.length > 1) throw new AggregateError(problems, 'several things could not be closed');
      if (problems.length === 1) throw problems[0];
    },
  };
}
