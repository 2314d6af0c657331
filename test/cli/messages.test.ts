import { join } from 'node:path';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMailbox } from '../../devstack/mailbox.ts';
import { type MailWorld, openMailWorld, queueOf, welcomeStep } from '../support/mail-world.ts';
import { runCli, runJson } from '../support/run-cli.ts';

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

describe('perennial message suppress', () => {
  const address = 'anna@example.test';
  const suppress = (given: string, reason: string) =>
    runCli(world.url, ['message', 'suppress', given, '--reason', reason]);

  it('sends nothing to an address any more, in whatever spelling, and keeps the first reason', async () => {
    const first = await suppress(' Anna@Example.test ', 'asked us by phone');
    const second = await suppress(address, 'asked again');
    expect(first.stdout).toContain(`Nothing goes to ${address} any more: asked us by phone.`);
    expect(second.stdout).toContain(`Nothing goes to ${address} already: asked us by phone.`);
    expect((await runCli(world.url, ['message', 'suppressed'])).stdout).toMatch(
      /anna@example\.test +\S.* +asked us by phone/,
    );
  });

  it('refuses what was to go there, with the reason', async () => {
    const [person] = await world.addPeople(1);
    await suppress(person?.email ?? '', 'a shared address');
    const [outcome] = await world.reserve(person ? [person] : [], welcomeStep);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'ADDRESS_SUPPRESSED', reason: /a shared address/ });
  });

  it('lists in pages for programs', async () => {
    const list = (...words: string[]) =>
      runJson<{ data: { address: string }[]; nextCursor: string | null }>(world.url, [
        'message',
        'suppressed',
        ...words,
      ]);
    const page = await list('--limit', '1');
    expect(page).toMatchObject({ data: [{ address, reason: 'asked us by phone' }], nextCursor: address });
    const rest = await list('--after', address);
    expect(rest.data.map((one) => one.address)).not.toContain(address);
  });

  it('lets mails leave again, and keeps in the audit who did what', async () => {
    const removed = await runJson(world.url, ['message', 'unsuppress', address]);
    expect(removed).toMatchObject({ address, reason: 'asked us by phone' });
    const audit = await world.database.auditEvent.findMany({
      where: { target: `address ${address}` },
      orderBy: { id: 'asc' },
    });
    expect(audit).toMatchObject([
      { action: 'message.suppress', actor: expect.stringMatching(/^cli/), after: { reason: 'asked us by phone' } },
      { action: 'message.unsuppress', before: { reason: 'asked us by phone' } },
    ]);
  });

  it('says what is wrong with what was given', async () => {
    const [twice, named, silent] = await Promise.all([
      runCli(world.url, ['message', 'unsuppress', address]),
      suppress('Anna', 'why'),
      suppress(address, ' '),
    ]);
    expect(twice).toMatchObject({ code: 3, stderr: expect.stringContaining(`${address} is not suppressed.`) });
    expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining('"Anna" is not an e-mail address.') });
    expect(silent).toMatchObject({ code: 2, stderr: expect.stringContaining('needs its reason in words') });
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
