import type { Problem } from '../../client/create.ts';

/** A request that was refused, with what the API says of it; `problem` is absent when no answer came. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    super(problem?.detail ?? problem?.title ?? `The server answered with ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

/** What a client's call comes to. */
export interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}
