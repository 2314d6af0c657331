import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { earn } from '../../modules/ledger/earn.ts';
import type { Database } from '../../platform/database.ts';
import { emptyDatabase, freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';

const reference = 'playbooks/reference/programme.yaml';
// A test runs several processes one after the other; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 90_000 });

let url: string;
let database: Database;

beforeAll(async () => {
  ({ url, database } = await freshDatabase());
});

/** The reference programme with parts of its text replaced. */
async function programmeFile(...changes: readonly (readonly [string, string])[]): Promise<string> {
  const source = await readFile(reference, 'utf8');
  const path = join(await mkdtemp(join(tmpdir(), 'perennial-')), 'programme.yaml');
  await writeFile(
    path,
    changes.reduce((text, [from, to]) => text.replace(from, to), source),
  );
  return path;
}

describe('the command line', () => {
  it('opens its help with lines to copy and closes it with the exit codes', async () => {
    const { code, stdout } = await runCli(undefined, ['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Examples:\n {2}perennial up /);
    expect(stdout.trimEnd()).toMatch(
      /Exit codes: 0 done · 1 failed · 2 wrong usage · 3 not found · 4 conflict · 5 refused by validation$/,
    );
    for (const noun of ['up', 'migrate', 'doctor', 'programme', 'campaign', 'member', 'ledger', 'worker']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${noun} `, 'm'));
    }
  });

  it('suggests the command that was meant', async () => {
    expect(await runCli(undefined, ['campain', 'list'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Did you mean campaign?'),
    });
  });

  it.each([
    [['member', 'show'], "missing required argument 'member'"],
    [['member', 'show', 'A-1', '--limit', '0'], 'Write a whole number from 1 to 1000.'],
    [['campaign', 'show', 'x', '--colour'], "unknown option '--colour'"],
  ])('refuses wrong usage with exit code 2: %j', async (words, message) => {
    const answer = await runCli(url, words);
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('refuses it in JSON, too, for a program', async () => {
    const { code, stdout, stderr } = await runCli(url, ['member', 'show', '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'USAGE',
        message: "missing required argument 'member'",
        fix: 'Run the command with --help to see what it takes.',
        retry: false,
      },
    });
  });

  it('says how to get a database when there is none', async () => {
    const noStack = { PERENNIAL_DIR: await mkdtemp(join(tmpdir(), 'perennial-')) };
    expect(await runCli(undefined, ['campaign', 'list'], noStack)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/No database: .*\nFix: Start the embedded stack with `perennial up`/),
    });
  });

  it('says what to check when the database does not answer', async () => {
    const { code, stderr } = await runCli('postgresql://nobody:x@127.0.0.1:1/none', ['campaign', 'list', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'DATABASE_UNAVAILABLE', fix: expect.stringContaining('perennial doctor'), retry: true },
    });
  });

  it('says how to migrate a database that has no tables yet', async () => {
    const empty = await emptyDatabase();
    expect(await runCli(empty.url, ['campaign', 'list'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('perennial migrate'),
    });
    const planned = await runJson<{ migrations: string[]; functions: object[] }>(empty.url, ['migrate', '--dry-run']);
    const { migrations, functions } = await runJson<typeof planned>(empty.url, ['migrate']);
    expect(migrations).toEqual(planned.migrations);
    expect(functions).toHaveLength(planned.functions.length);
    expect(await runCli(empty.url, ['migrate'])).toMatchObject({
      code: 0,
      stdout: `Nothing to do: ${migrations.length} migrations and ${functions.length} functions are in place.\n`,
    });
    expect((await runCli(empty.url, ['campaign', 'list'])).stderr).toContain('There is no programme yet.');
  });

  it('shows in a table what migrating did, and in an error what it could not do', async () => {
    const fresh = await freshDatabase();
    await fresh.database.$executeRaw`DROP FUNCTION ledger.spend_batch`;
    expect((await runCli(fresh.url, ['migrate'])).stdout).toMatch(
      /^Kind +Name +State\nfunction +ledger\.spend_batch +restored\n\n0 migrations and 1 function applied\.\n$/,
    );
    await fresh.database.$executeRaw`DELETE FROM _prisma_migrations`;
    expect(await runCli(fresh.url, ['migrate'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^The migrations could not be applied\. 20261122000000_initial: PostgreSQL says: .* already exists/,
      ),
    });
  });
});

describe('programmes', () => {
  it('are asked for by every command that needs one', async () => {
    expect(await runCli(url, ['campaign', 'list'])).toMatchObject({
      code: 3,
      stderr: `There is no programme yet.\nFix: Create one: \`perennial programme apply ${reference}\`.\n`,
    });
  });

  it('are planned, applied, and applied again without a change', async () => {
    expect(await runJson(url, ['programme', 'apply', reference, '--dry-run'])).toMatchObject({ change: 'created' });
    expect(await database.programme.count()).toBe(0);
    expect((await runCli(url, ['programme', 'apply', reference])).stdout).toMatch(/reference is created\.\n$/);
    expect((await runCli(url, ['programme', 'apply', reference])).stdout).toBe('reference is unchanged.\n');
  });

  it('say in words what a changed file changes', async () => {
    const file = await programmeFile(['per: 1.00', 'per: 5'], ['months: 12', 'months: 24']);
    expect((await runCli(url, ['programme', 'apply', file, '--dry-run'])).stdout.split('\n')).toEqual([
      '  ~ Expiry: 12 months after they were earned, at the end of the day → 24 months after they were earned, at the end of the day',
      '  ~ Points: 1 point for every £1.00 → 1 point for every £5.00',
      'reference would be changed.',
      '',
    ]);
  });

  it('are refused with line, field and fix of everything wrong', async () => {
    const file = await programmeFile(['currency: GBP', 'currency: Pounds'], ['zone: Europe/London', 'zone: London']);
    const { code, stderr } = await runCli(url, ['programme', 'apply', file]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/programme\.yaml:5: currency: .*\. Fix: /);
    expect(stderr).toMatch(/programme\.yaml:6: zone: .*\. Fix: /);
  });

  it('are shown in words and as data', async () => {
    expect((await runCli(url, ['programme', 'show'])).stdout).toMatch(
      /^Large orders +the part above £300\.00 counts × 1\.5$/m,
    );
    expect(await runJson(url, ['programme', 'show', 'reference'])).toMatchObject({
      definition: { code: 'reference', currency: 'GBP' },
      totals: { members: 0, outstanding: 0 },
    });
  });

  it('have to be named once there are several', async () => {
    await runCli(url, ['programme', 'apply', await programmeFile(['code: reference', 'code: second'])]);
    expect(await runCli(url, ['campaign', 'list'])).toMatchObject({
      code: 2,
      stderr: 'There are several programmes.\nFix: Say which: --programme reference | second.\n',
    });
    expect(await runJson(url, ['campaign', 'list', '--programme', 'second'])).toEqual({ data: [] });
    expect(await runCli(url, ['--programme', 'third', 'campaign', 'list'])).toMatchObject({ code: 3 });
  });
});

describe('perennial ledger verify', () => {
  const post = async (...points: readonly number[]) => {
    const { id: memberId, programmeId } = await database.member.findFirstOrThrow();
    const answers = await earn(
      database,
      points.map((each) => ({
        programmeId,
        memberId,
        key: `earn:${each}`,
        at: new Date(),
        points: each,
        expiresAt: null,
        source: { type: 'test', id: String(each) },
        actor: 'test',
      })),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
  };

  beforeAll(async () => {
    const { id: programmeId } = await database.programme.findFirstOrThrow();
    await database.member.create({ data: { programmeId, externalId: 'A-1', joinedAt: new Date() } });
    await post(10, 20, 30);
  });

  it('ends with 0 when every point is accounted for, and seals when asked to', async () => {
    const { code, stdout } = await runCli(url, ['ledger', 'verify']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ \d+ invariants hold for every programme: every point is accounted for\.$/m);
    expect(stdout).toContain('✓ Seal: nothing is sealed yet; --seal seals 3 transactions.');
    expect(await runJson(url, ['ledger', 'verify', '--seal'])).toMatchObject({
      ok: true,
      violations: [],
      sealed: 3,
      seal: { ok: true, seals: 1, transactions: 3, unsealed: 0 },
    });
  });

  it('shows by a head that was noted before whether sealed blocks were removed', async () => {
    const { seal } = await runJson<{ seal: { head: string } }>(url, ['ledger', 'verify']);
    expect((await runCli(url, ['ledger', 'verify', '--head', seal.head])).code).toBe(0);
    expect(await runCli(url, ['ledger', 'verify', '--head', 'f'.repeat(64)])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the head given is not in the chain'),
    });
    expect((await runCli(url, ['ledger', 'verify', '--head', 'none'])).code).toBe(2);
  });

  it('ends with 1 and names what somebody changed behind its back', async () => {
    await database.$transaction([
      database.$executeRaw`SET LOCAL session_replication_role = replica`,
      database.$executeRaw`UPDATE ledger.txn SET amount = 999 WHERE idem_key = 'earn:20'`,
    ]);
    const { code, stdout } = await runCli(url, ['ledger', 'verify', '--full']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ amounts-are-postings is violated: .*amount 999, posted 20/);
    expect(stdout).toMatch(/✗ Seal: in block 1, transaction \d+ was altered after it was sealed\./);
  });

  it('goes on from the last check that found all in order, and says what earlier ones found', async () => {
    const { code, stdout } = await runCli(url, ['ledger', 'verify']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /✓ \d+ invariants hold for every programme in all that came since the check of 2.*Z; --full checks everything\./,
    );
    expect(stdout).toMatch(
      /✗ Found on 2.*Z, until `--full` finds nothing: amounts-are-postings is violated: .*amount 999/,
    );
    expect(stdout).toMatch(/✗ Found on .*: Seal: in block 1, transaction \d+ was altered after it was sealed\./);
  });

  it('lends an altered journal no new seal', async () => {
    await post(40);
    const { code, stdout } = await runCli(url, ['ledger', 'verify', '--seal', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, sealed: 0 });
    expect(await database.ledgerSeal.count()).toBe(1);
  });
});
