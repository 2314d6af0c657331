import type { QueryClient } from '@tanstack/react-query';
import { movedBy, type Noun } from './nouns.ts';

/** Many things happen at once: what they moved is read again together. */
const gatherMs = 1_000;
/** Without a stream, what is on the page is read again so often; never under 5 s. */
const pollMs = 60_000;
/** A stream ends every five minutes and is there again within seconds: that is no loss. */
const patienceMs = 5_000;
/** After a refusal the stream is asked for again. */
const againMs = 10_000;

type State = { readonly isLive: true } | { readonly isLive: false; readonly since: Date };

/** The one stream of the console: what happens marks queries of its nouns as old. Returns how to end it. */
export function followNotifications(client: QueryClient, tell: (state: State) => void): () => void {
  const moved = new Set<Noun>();
  let gathering: number | undefined;
  let polling: number | undefined;
  let losing: number | undefined;
  let again: number | undefined;
  let source: EventSource | undefined;

  const readAgain = (nouns: ReadonlySet<Noun> | 'all') => {
    void client.invalidateQueries({
      predicate: ({ meta }) => meta?.live?.some((noun) => nouns === 'all' || nouns.has(noun)) ?? false,
    });
  };
  const flush = () => {
    gathering = undefined;
    const nouns = new Set(moved);
    moved.clear();
    readAgain(nouns);
  };
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
      if (losing !== undefined) readAgain('all');
      stopLosing();
      tell({ isLive: true });
    };
    source.onerror = () => {
      losing ??= window.setTimeout(() => {
        polling = window.setInterval(() => readAgain('all'), pollMs);
        tell({ isLive: false, since: new Date() });
      }, patienceMs);
      // A stream that was refused does not come back by itself.
      if (source?.readyState === EventSource.CLOSED) again = window.setTimeout(open, againMs);
    };
    for (const [type, nouns] of Object.entries(movedBy)) {
      source.addEventListener(type, () => {
        for (const noun of nouns) moved.add(noun);
        gathering ??= window.setTimeout(flush, gatherMs);
      });
    }
  };
  open();
  return () => {
    source?.close();
    window.clearTimeout(gathering);
    window.clearTimeout(again);
    stopLosing();
  };
}
