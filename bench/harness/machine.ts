import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { packageRoot } from '../../platform/package-root.ts';

/** What the figures were taken on: without it they say nothing. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  readonly pgbench: string;
  /** Load of the last minute before the run: above a tenth of a core the figures are of a shared machine. */
  readonly loadBefore: number;
  readonly commit: string;
  readonly at: string;
  readonly command: string;
}

const gigabyte = 1024 ** 3;

export function describeMachine(servers: { postgres: string; pgbench: string }, command: string): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / gigabyte),
    system: `${platform()} ${release()}`,
    node: process.versions.node,
    ...servers,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    commit: commitOf(packageRoot()),
    at: new Date().toISOString(),
    command,
  };
}

function commitOf(cwd: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no').trim() === '' ? '' : ' with changes';
    return `${git('rev-parse', '--short', 'HEAD').trim()}${changed}`;
  } catch {
    return 'unknown';
  }
}
