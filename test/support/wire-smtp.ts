import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail server that offers what it is told to, takes every mail, and keeps what was said to it, letter by letter. */
export interface WireSmtp {
  readonly url: string;
  /** The commands as they came over the wire. */
  readonly commands: string[];
  /** The texts of the mails. */
  readonly mails: string[];
  stop(): Promise<void>;
}

export async function startWireSmtp({ offers = [] }: { offers?: readonly string[] } = {}): Promise<WireSmtp> {
  const commands: string[] = [];
  const mails: string[] = [];
  const sockets = new Set<Socket>();
  const answer = (command: string): string => {
    const word = command.slice(0, 4).toUpperCase();
    if (word === 'EHLO') return [...['wire', ...offers].map((offer) => `250-${offer}`), '250 HELP'].join('\r\n');
    return word === 'DATA' ? '354 go on' : word === 'QUIT' ? '221 bye' : '250 ok';
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = '';
    let text: string[] | undefined;
    socket.on('error', () => socket.destroy());
    socket.write('220 wire\r\n');
    socket.on('data', (bytes) => {
      const lines = (rest + bytes.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (text === undefined) {
          commands.push(line);
          socket.write(`${answer(line)}\r\n`);
          if (/^DATA/i.test(line)) text = [];
        } else if (line === '.') {
          mails.push(text.join('\r\n'));
          text = undefined;
          socket.write('250 taken\r\n');
        } else text.push(line);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    commands,
    mails,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
