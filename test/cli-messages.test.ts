import { join } from 'node:path';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMailbox } from '../runtime/embedded/mailbox.ts';
import { type MailWorld, openMailWorld, queueOf, welcomeStep } from './support/mail-world.ts';
import { runCli, runJson } from './support/run-cli.ts';

let world: MailWorld;
let perennialDir: string;
beforeAll(async () => {
  world = await openMailWorld();
  const [sent, bounced] = await world.addPeople(2);
  await world.reserve(
    [sent, bounced].flatMap((one) => one ?? []),
    welcomeStep,
  );
  world.catcher.respond({ to: bounced?.email ?? '', fault: 'refuse', code: 550, text: 'no such user' });
  await world.dispatch(queueOf(world));
  perennialDir = await mkdtemp(join(tmpdir(), 'perennial-dir-'));
  await symlink(world.mailDir, join(perennialDir, 'mail'));
}, 30_000);
afterAll(() => world.close());

interface Listed {
  readonly data: readonly { id: string; status: string; member: string }[];
  readonly nextCursor: string;
}

describe('perennial message', () => {
  it('lists what was sent, and what was not with the reason', async () => {
    const { stdout, code } = await runCli(world.url, ['message', 'list']);
    expect(code).toBe(0);
    expect(stdout).toContain('1 bounced · 1 sent');
    expect(stdout).toMatch(/ m1 +welcome +sent +Welcome: 100 points are yours/);
    expect(stdout).toMatch(/ m2 +welcome +bounced +550 no such user/);
  });

  it('gives the same to programs, filtered and in pages', async () => {
    const first = await runJson<Listed>(world.url, ['message', 'list', '--status', 'bounced', '--limit', '1']);
    expect(first).toMatchObject({
      data: [{ member: 'm2', campaign: 'all', template: 'welcome', status: 'bounced', reason: '550 no such user' }],
      counts: { sent: 1, bounced: 1 },
    });
    const next = await runJson<Listed>(world.url, ['message', 'list', '--before', first.nextCursor]);
    expect(next.data.map(({ member }) => member)).toEqual(['m1']);
  });

  it('shows one with everything that is known of it', async () => {
    const { id } = await world.database.message.findFirstOrThrow({ where: { status: 'bounced' } });
    const { stdout } = await runCli(world.url, ['message', 'show', String(id)]);
    expect(stdout).toMatch(/^Status +bounced: 550 no such user$/m);
    expect(stdout).toMatch(/^Template +welcome \(en\), transactional by email$/m);
  });

  it('says so when there is no such message', async () => {
    expect(await runCli(world.url, ['message', 'show', '999'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('There is no message 999.'),
    });
  });
});

describe('perennial mail', () => {
  const mail = (...words: string[]) => runCli(undefined, ['mail', ...words], { PERENNIAL_DIR: perennialDir });

  it('lists and shows what was caught, while no stack runs', async () => {
    const [caught] = await readMailbox(world.mailDir);
    const [list, text] = await Promise.all([mail('list', '--to', 'm1@'), mail('show', caught?.messageId ?? '')]);
    expect(list.stdout).toMatch(/1 mail, the latest first[\s\S]*m1@example\.test +Welcome: 100/);
    expect(text.stdout).toContain('A welcome gift of 100 points is in your account');
  });
});
