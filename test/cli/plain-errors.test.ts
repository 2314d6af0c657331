import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { serveApi } from '../../api/serve.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { openShop } from '../support/shop.ts';
import { temporalAddress } from '../support/temporal.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  const [one] = [await openShop(fresh.database), await openShop(fresh.database)];
  await one.send(one.event('member.joined'));
});

describe('What the system refuses', () => {
  it('is said in a sentence with a fix: a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const env = {
      PUBLIC_URL: 'http://localhost:3000',
      UNSUBSCRIBE_SECRET: 'sixteen characters at least',
      PORT: String(port),
      API_HEALTH_PORT: '0',
    };
    expect(await runCli(fresh.url, ['api'], env)).toMatchObject({
      code: 2,
      stderr: `Port ${port} is taken by another process.\nFix: Set PORT, API_HEALTH_PORT or WORKER_PORT to a free one; 0 takes any.\n`,
    });
    taken.close();
  });

  it('is said with its cause by Temporal, too: TLS where the server has none', async () => {
    const env = {
      ...{ PUBLIC_URL: 'http://localhost:3000', UNSUBSCRIBE_SECRET: 'sixteen characters at least', WORKER_PORT: '0' },
      ...{ TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TLS: 'true' },
    };
    const { code, stderr } = await runCli(fresh.url, ['worker'], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/No Temporal server answers at .*TLS/);
  });
});

describe('A name in a file', () => {
  it.each([
    ['"Tea\\nShop"', 'has a line break in it'],
    ['"Tea\\0Shop"', 'has a control character in it'],
    ['"Tea\\e[2JShop"', 'has a control character in it'],
  ])('%s is refused before anything is written, by --dry-run as by apply', async (name, problem) => {
    const file = join(await mkdtemp(join(tmpdir(), 'name-')), 'programme.yaml');
    const rest = 'currency: GBP\nzone: Europe/London\nearning: { per: 1.00 }\nexpiry: { kind: never }';
    await writeFile(file, `code: tea\nname: ${name}\n${rest}\nsender: { name: Tea, address: tea@shop.example }\n`);
    for (const how of [['--dry-run'], []]) {
      const { code, stderr } = await runCli(fresh.url, ['programme', 'apply', file, ...how]);
      expect(code).toBe(5);
      expect(stderr).toContain(`programme.yaml:2: name: ${problem}`);
    }
  });
});

describe('A request whose body comes in drops', () => {
  it('is ended, and holds no connection for longer', async () => {
    const app = new Hono().post('/', async (context) => context.text(await context.req.text()));
    const served = await serveApi(app, { host: '127.0.0.1', port: 0, requestMs: 500 });
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    const startedAt = performance.now();
    socket.resume();
    await once(socket, 'close');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await served.stop();
  });
});

describe('The programme of a command', () => {
  it('is that of PERENNIAL_PROGRAMME where none is named, and an empty variable names none', async () => {
    const [{ code } = { code: '' }] = await fresh.database.programme.findMany({ orderBy: { id: 'asc' }, take: 1 });
    expect(await runCli(fresh.url, ['member', 'show', 'anna'], { PERENNIAL_PROGRAMME: code })).toMatchObject({
      code: 0,
    });
    expect((await runCli(fresh.url, ['member', 'show', 'anna'], { PERENNIAL_PROGRAMME: '' })).stderr).toContain(
      'There are several programmes.',
    );
  });
});

describe('Instants in JSON', () => {
  it('have one form', async () => {
    const [{ code } = { code: '' }] = await fresh.database.programme.findMany({ orderBy: { id: 'asc' }, take: 1 });
    const view = JSON.stringify(await runJson(fresh.url, ['member', 'show', 'anna', '--programme', code]));
    const instants = view.match(/"[^"]*\d{4}-\d\d-\d\dT[^"]*"/g) ?? [];
    expect(instants.length).toBeGreaterThan(0);
    expect(instants.filter((text) => !/^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"$/.test(text))).toEqual([]);
  });
});
