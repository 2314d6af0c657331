import { wantsColours } from './output.ts';
import { styleText } from 'node:util';
import { visibleText } from './visible-text.ts';

/** How far a long command has come, on stderr. */
export interface Progress {
  /** Sets how much is done; `note` replaces the words behind the bar. */
  update(done: number, note?: string): void;
  /** Ends the bar, leaving one line that says what was done. */
  finish(text: string): void;
  /** Ends the bar without a line: the command failed or has nothing to say. */
  stop(): void;
}

export interface ProgressOptions {
  readonly title: string;
  /** What `done` comes to at the end; without it only the count is shown. */
  readonly total?: number;
  /** "orders", "bytes". */
  readonly unit?: string;
  /** Nothing is shown: the command runs with `--json`. */
  readonly quiet?: boolean;
}

const redrawMs = 100;
/** Where nobody watches (a log, CI) a line now and then is enough. */
const logLineMs = 5_000;
const barWidth = 28;

/** A bar on a terminal, a line every 5 s elsewhere, nothing when quiet. */
export function startProgress(options: ProgressOptions): Progress {
  const stream = process.stderr;
  const quiet = options.quiet ?? false;
  const onTerminal = stream.isTTY && process.env.TERM !== 'dumb';
  const startedMs = performance.now();
  let drawnMs = onTerminal ? -Infinity : startedMs;
  let shown = false;

  const clear = () => {
    if (shown) stream.write('\r\x1b[2K');
    shown = false;
  };
  return {
    update(done, note) {
      const nowMs = performance.now();
      if (quiet || nowMs - drawnMs < (onTerminal ? redrawMs : logLineMs)) return;
      drawnMs = nowMs;
      const line = visibleText(progressLine(options, done, nowMs - startedMs, note));
      if (!onTerminal) return void stream.write(`${line}\n`);
      clear();
      stream.write(line.slice(0, (stream.columns ?? 80) - 1));
      shown = true;
    },
    finish(text) {
      clear();
      if (quiet) return;
      const mark = wantsColours(stream) ? styleText('green', '✓') : '✓';
      stream.write(`${mark} ${visibleText(`${options.title}: ${text}`)}\n`);
    },
    stop: clear,
  };
}

/** `Importing  ████████░░░░  41%  163,400 orders · 12 s left` */
export function progressLine(options: ProgressOptions, done: number, elapsedMs: number, note?: string): string {
  const { title, total, unit = '' } = options;
  const count = `${done.toLocaleString('en')} ${unit}`.trim();
  const tail = note ?? count;
  if (total === undefined || total <= 0) return `${title}  ${tail}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const leftMs = share > 0.02 ? (elapsedMs / share) * (1 - share) : undefined;
  const left = leftMs === undefined || share === 1 ? '' : ` · ${formatDuration(leftMs)} left`;
  return `${title}  ${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${tail}${left}`;
}

/** `850 ms`, `12 s`, `3 min 20 s`, `1 h 5 min` */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
