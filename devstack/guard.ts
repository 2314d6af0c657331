import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** Ends the watched processes when this process dies without having stopped them, even by kill -9. */
export interface Guard {
  watch(pid: number, signal: NodeJS.Signals): void;
  forget(pid: number): void;
  /** Sends the guard home; what it still watches goes on. */
  release(): void;
}

/**
 * A shell that reads orders from a pipe. When this process dies, whatever the reason, the pipe closes: the shell then asks
 * every watched process to stop, and kills those that have not after 10 s.
 */
const script = `
watched=""
while read -r verb pid signal; do
  case "$verb" in
    watch) watched="$watched $pid:$signal" ;;
    forget)
      kept=""
      for one in $watched; do [ "\${one%%:*}" = "$pid" ] || kept="$kept $one"; done
      watched="$kept" ;;
    release) exit 0 ;;
  esac
done
for one in $watched; do kill -s "\${one#*:}" "\${one%%:*}" 2>/dev/null; done
tries=0
while [ $tries -lt 100 ]; do
  alive=""
  for one in $watched; do kill -0 "\${one%%:*}" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && exit 0
  sleep 0.1
  tries=$((tries + 1))
done
for one in $watched; do kill -9 "\${one%%:*}" 2>/dev/null; done
`;

export function startGuard(): Guard {
  const shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  // The pipe must not keep this process running; its type says Writable but on every system it is a socket.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  const order = (line: string) => void (shell.stdin.writable && shell.stdin.write(`${line}\n`));
  return {
    watch: (pid, signal) => order(`watch ${pid} ${signal.replace(/^SIG/, '')}`),
    forget: (pid) => order(`forget ${pid} -`),
    release: () => void shell.stdin.end('release - -\n'),
  };
}
