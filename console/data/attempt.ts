import { useRef } from 'react';
import { Refused } from './refused.ts';

interface Attempt {
  /** The header of a request that must not be done twice. */
  readonly header: () => { readonly 'Idempotency-Key': string };
  /** Told what came of it: after an answer, good or bad, the next one is another request. */
  readonly answered: (error?: Error | null) => void;
}

/** The same attempt is the same request, however often it is sent: where no answer came, the same key finds out what became of it. */
export function useAttempt(): Attempt {
  const key = useRef(crypto.randomUUID());
  return {
    header: () => ({ 'Idempotency-Key': key.current }),
    answered: (error) => {
      if (!error || error instanceof Refused) key.current = crypto.randomUUID();
    },
  };
}
