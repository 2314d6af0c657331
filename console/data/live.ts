import type { QueryClient } from '@tanstack/react-query';
import type { Shape } from './api.ts';
import { movedBy, type Noun } from './nouns.ts';

/** Many things happen at once: what they moved is read again together, and not more often than so. */
const gatherMs = 500;
const pauseMs = 3_000;
/** More than so many at once move all. */
const gatheredMax = 500;
/** Without a stream, what is on the page is read again so often; never under 5 s. */
const pollMs = 60_000;
/** A stream ends every five minutes and is there again within seconds: that is no loss. */
const patienceMs = 5_000;
/** After a refusal the stream is asked for again. */
const againMs = 10_000;

interface Moved {
  readonly noun: Noun;
  readonly member: string | undefined;
}

/** A query of one member is not moved by another one. */
const isOf = ({ member }: Moved, wanted: string | undefined) =>
  wanted === undefined || member === undefined || member === wanted;

type State = { readonly isLive: true } | { readonly isLive: false; readonly since: Date };

/** Has queries read again. */
function readAgain(client: QueryClient, all: readonly Moved[] | 'all'): void {
  void client.invalidateQueries({
    predicate: ({ meta }) => {
      const { live = [], member } = meta ?? {};
      if (all === 'all') return live.length > 0;
      return all.some((each) => live.includes(each.noun) && isOf(each, member));
    },
  });
}

/** Gathers what moved, and has it read again together. */
function gatherer(client: QueryClient): { readonly note: (each: Moved) => void; readonly stop: () => void } {
  const moved = new Map<string, Moved>();
  let flushedAt = 0;
  let gathering: number | undefined;
  const flush = () => {
    gathering = undefined;
    flushedAt = Date.now();
    const all = moved.size > gatheredMax ? 'all' : [...moved.values()];
    moved.clear();
    readAgain(client, all);
  };
  return {
    note: (each) => {
      if (moved.size <= gatheredMax) moved.set(`${each.noun} ${each.member ?? ''}`, each);
      gathering ??= window.setTimeout(flush, Math.max(gatherMs, flushedAt + pauseMs - Date.now()));
    },
    stop: () => window.clearTimeout(gathering),
  };
}

/** The one stream of the console: what happens marks queries of its nouns as old. Returns how to end it. */
export function followNotifications(client: QueryClient, tell: (state: State) => void): () => void {
  const { note, stop } = gatherer(client);
  let polling: number | undefined;
  let losing: number | undefined;
  let again: number | undefined;
  let source: EventSource | undefined;

  const stopLosing = () => {
    window.clearTimeout(losing);
    window.clearInterval(polling);
    losing = undefined;
    polling = undefined;
  };
  const open = () => {
    source = new EventSource('/v1/notifications');
    source.onopen = () => {
      // What happened while nobody listened may be in no event that comes.
      if (losing !== undefined) readAgain(client, 'all');
      stopLosing();
      tell({ isLive: true });
    };
    source.onerror = () => {
      losing ??= window.setTimeout(() => {
        polling = window.setInterval(() => readAgain(client, 'all'), pollMs);
        tell({ isLive: false, since: new Date() });
      }, patienceMs);
      // A stream that was refused does not come back by itself.
      if (source?.readyState === EventSource.CLOSED) again = window.setTimeout(open, againMs);
    };
    for (const [type, nouns] of Object.entries(movedBy)) {
      source.addEventListener(type, ({ data }: MessageEvent<string>) => {
        const { memberId: member } = (JSON.parse(data) as Shape['Notification']).data;
        for (const noun of nouns) note({ noun, member });
      });
    }
  };
  open();
  return () => {
    source?.close();
    stop();
    window.clearTimeout(again);
    stopLosing();
  };
}
