import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** Says after how many milliseconds the nth mail is answered; undefined for never. Every text is taken, whatever the answer. */
export type AnswerTimes = (mail: number) => number | undefined;

export interface SlowMailServer {
  readonly url: string;
  /** The Message-IDs of all texts that were handed over, in their order. */
  readonly taken: readonly string[];
  /** Texts that were handed over and not answered, at most at one time. */
  readonly atOnce: () => number;
  stop(): Promise<void>;
}

/** A real mail server that takes everything and answers late or never. */
export async function startSlowMailServer(answersAfter: AnswerTimes): Promise<SlowMailServer> {
  const taken: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let open = 0;
  let most = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 50,
    onData: (stream, _, done) => {
      void buffer(stream).then((raw) => {
        const afterMs = answersAfter(taken.push(/^message-id: (\S+)/im.exec(String(raw))?.[1] ?? ''));
        open += 1;
        most = Math.max(most, open);
        if (afterMs === undefined) return;
        const timer = setTimeout(() => {
          timers.delete(timer);
          open -= 1;
          done();
        }, afterMs);
        timers.add(timer);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    atOnce: () => most,
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
