import { setTimeout as sleep } from 'node:timers/promises';
import { listNotifications, type NotificationFilter } from '../../../modules/webhooks/notifications.ts';
import { PerennialError } from '../../../platform/errors.ts';
import type { V1Deps } from '../endpoint.ts';

/** Between looks for what is new. */
const lookMs = 500;
/** A reader, and whatever is between, hears so often that the stream is there. */
const aliveMs = 15_000;
/** Then the reader comes again, with a key that is checked again. */
const streamMsMax = 300_000;
/** Streams of a process: each looks twice a second. */
const streamsMax = 100;
const pageMax = 100;

let open = 0;

/** The feed as server-sent events, from behind `after` on, until the reader goes or five minutes are over. */
export function streamNotifications(
  { database, logger, metrics }: Pick<V1Deps, 'database' | 'logger' | 'metrics'>,
  programmeId: number,
  { after, ...filter }: Omit<NotificationFilter, 'limit'>,
): Response {
  if (open >= streamsMax) {
    throw new PerennialError('RATE_LIMITED', `${streamsMax} streams are open.`, {
      fix: 'Close one that nobody reads.',
    });
  }
  open += 1;
  metrics.eventStreams.inc();
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    open -= 1;
    metrics.eventStreams.dec();
  };
  const text = new TextEncoder();
  const tell = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const until = performance.now() + streamMsMax;
    let place = after;
    let saidAt = performance.now();
    const say = (words: string) => {
      controller.enqueue(text.encode(words));
      saidAt = performance.now();
    };
    say('retry: 1000\n\n');
    while (!isOver && performance.now() < until) {
      const page = await listNotifications({ database }, programmeId, {
        ...filter,
        ...(place === undefined ? {} : { after: place }),
        limit: pageMax,
      });
      // The reader may have gone meanwhile.
      if (isOver) return;
      for (const each of page.data) say(`id: ${each.id}\nevent: ${each.type}\ndata: ${JSON.stringify(each)}\n\n`);
      if (page.last === place) {
        if (performance.now() - saidAt > aliveMs) say(': here\n\n');
        await sleep(lookMs);
      }
      place = page.last;
    }
    if (!isOver) controller.close();
  };
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      tell(controller)
        .catch((error: unknown) => {
          logger.warn({ err: error }, 'a stream of notifications broke off; its reader comes again');
          if (!isOver) controller.close();
        })
        .finally(end);
    },
    cancel: end,
  });
  return new Response(stream, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });
}
