export interface RetryOptions {
  /** How often a request is sent at most, the first time counted; 5 when absent, 1 never repeats. */
  readonly attempts?: number;
  /** In place of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

const attemptsUsual = 5;
/** No wait is longer, whatever an answer asks for: then the caller gets that answer. */
const waitMsMax = 60_000;
/** Where an answer names no time: so long after the first try, twice as long after each other. */
const firstWaitMs = 250;

/** Sends a request, and again under the same Idempotency-Key while the answer says that it may succeed later. */
export async function fetchAgain(
  request: Request,
  { attempts = attemptsUsual, fetch: send = fetch }: RetryOptions,
): Promise<Response> {
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
    request.headers.set('Idempotency-Key', crypto.randomUUID());
  }
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= attempts;
    try {
      // A body can be read once: each try sends a copy.
      const answer = await send(isLast ? request : request.clone());
      if (isLast || !(await maySucceedLater(answer))) return answer;
      const waitMs = askedWaitMs(answer) ?? usualWaitMs(attempt);
      if (waitMs > waitMsMax) return answer;
      await answer.body?.cancel();
      await pause(waitMs, request.signal);
    } catch (error) {
      // No answer came. With If-Match a repeat would meet the change that it made itself.
      if (isLast || request.signal.aborted || request.headers.has('If-Match')) throw error;
      await pause(usualWaitMs(attempt), request.signal);
    }
  }
}

async function maySucceedLater(answer: Response): Promise<boolean> {
  if (answer.status === 429 || answer.status === 503) return true;
  if (answer.status !== 409) return false;
  const problem = (await answer
    .clone()
    .json()
    .catch(() => undefined)) as { readonly code?: unknown } | undefined;
  return problem?.code === 'REQUEST_IN_PROGRESS';
}

/** What `Retry-After` asks for: seconds, or an instant where a proxy wrote it. */
function askedWaitMs({ headers }: Response): number | undefined {
  const text = headers.get('Retry-After');
  if (text === null) return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

/** Not all who were refused at once come back at once. */
const usualWaitMs = (attempt: number) => firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random());

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
