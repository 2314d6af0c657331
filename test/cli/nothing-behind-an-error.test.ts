import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commands } from '../../cli/commands.ts';
import type { Database } from '../../platform/database.ts';
import { publicIdOf } from '../../platform/public-ids.ts';
import { freshDatabase } from '../support/database.ts';
import { injectFailures, type LateFailures } from '../support/late-failures.ts';
import { atOnce, inPages, processes, reading } from './other-commands.ts';

vi.setConfig({ testTimeout: 120_000 });

let database: Database;
let folder: string;
let late: LateFailures;
beforeAll(async () => {
  const fresh = await freshDatabase();
  database = fresh.database;
  vi.stubEnv('DATABASE_URL', fresh.url);
  vi.stubEnv('IDENTITY_KEY', 'a key that only the tests have');
  vi.stubEnv('WEBHOOKS_TO_THIS_MACHINE', 'on');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  folder = await mkdtemp(join(tmpdir(), 'perennial-walk-'));
  await run('programme', 'apply', 'playbooks/reference/programme.yaml');
  late = await injectFailures(database);
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A command as a shell would give it, in this process. */
async function run(...words: string[]): Promise<void> {
  const program = new Command('perennial').option('--json').option('--programme <code>').exitOverride();
  const named = commands.find(({ name }) => name === words[0]);
  if (named) program.addCommand(await named.load());
  const quiet = (command: Command): void => {
    command.exitOverride();
    command.commands.forEach(quiet);
  };
  quiet(program);
  await program.parseAsync([...words, '--json'], { from: 'user' });
  const { exitCode } = process;
  process.exitCode = 0;
  if (exitCode) throw new Error(`it ended with ${exitCode}`);
}

async function playbook(code: string, change: (text: string) => string = (text) => text): Promise<string> {
  const path = join(folder, code);
  await cp('playbooks/onboarding-gift', path, { recursive: true });
  const file = join(path, 'campaign.yaml');
  await writeFile(
    file,
    change((await readFile(file, 'utf8')).replace('campaign: onboarding-gift', `campaign: ${code}`)),
  );
  return path;
}

const written = async (name: string, text: string) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

interface Change {
  /** The words of the command; what has to be there before is made first. */
  readonly words: () => Promise<string[]>;
}

const launched = async (code: string) => {
  await run('campaign', 'launch', await playbook(code));
  return code;
};
let members = 0;
/** A member, by the name of this one. */
const joined = async (...fields: string[]) => {
  const member = `member-${(members += 1)}`;
  await run('event', 'send', 'member.joined', member, `email=${member}@example.test`, ...fields);
  return member;
};
const programmeOf = async () => (await database.programme.findFirstOrThrow()).id;
const openCase = async (subject: string) => {
  const member = await database.member.findFirstOrThrow({ where: { externalId: await joined() } });
  const made = await database.reviewCase.create({
    data: {
      ...{ programmeId: await programmeOf(), key: `case-${member.id}`, subject, memberId: member.id },
      ...{ reasons: ['doubtful'], facts: {}, openedAt: new Date() },
    },
  });
  return String(made.id);
};
const issuedCoupon = async () => {
  const code = `WALK-2222-${'ABCDEFGH'[(members += 1) % 8]}222`;
  const member = await database.member.findFirstOrThrow({ where: { externalId: await joined() } });
  await database.$queryRaw`
    SELECT ledger.coupon_issue_batch(${await programmeOf()}::int, ${JSON.stringify([
      {
        ...{ memberId: String(member.id), key: `walk:${code}`, name: 'Ten off', validDays: 30, newCode: code },
        ...{ benefit: { kind: 'percentOff', percent: 10 }, actor: 'test', reason: 'test' },
        ...{ issuedAt: new Date(), expiresAt: new Date(Date.now() + 9e8) },
      },
    ])}::jsonb)`;
  return code;
};

const madeKey = async () => {
  await run('key', 'create', `walk-${(members += 1)}`, '--scopes', 'read');
  const { id } = await database.apiKey.findFirstOrThrow({ orderBy: [{ createdAt: 'desc' }] });
  return `key_${id}`;
};
const withPoints = async () => {
  const member = await joined();
  await run('event', 'send', 'order.placed', member, `orderId=P-${member}`, 'amountMinor=40000');
  return member;
};
const held = async () => {
  const member = await withPoints();
  await run('redemption', 'create', member, '100', '--order', `H-${member}`, '--key', `hold-${member}`);
  return (await database.redemption.findFirstOrThrow({ orderBy: { id: 'desc' } })).publicId;
};
const connected = async () => {
  await run('connection', 'create', '--kind', 'shopify', '--secret', `walk-walk-walk-${(members += 1)}`);
  const { id } = await database.connection.findFirstOrThrow({ orderBy: [{ createdAt: 'desc' }] });
  return id;
};

const changing: Readonly<Record<string, Change>> = {
  'programme apply': {
    words: async () => [
      ...['programme', 'apply'],
      await written(
        'programme.yaml',
        (await readFile('playbooks/reference/programme.yaml', 'utf8')).replace(/^name: .*$/m, 'name: Another name'),
      ),
    ],
  },
  'campaign apply': { words: async () => ['campaign', 'apply', await playbook('applied')] },
  'campaign launch': { words: async () => ['campaign', 'launch', await playbook('launched')] },
  'campaign pause': { words: async () => ['campaign', 'pause', await launched('to-pause')] },
  'campaign resume': {
    words: async () => {
      const code = await launched('to-resume');
      await run('campaign', 'pause', code);
      await joined();
      return ['campaign', 'resume', code, '--leave-out-joiners'];
    },
  },
  'campaign cancel': {
    words: async () => {
      const code = await launched('to-cancel');
      await joined();
      return ['campaign', 'cancel', code, '--yes'];
    },
  },
  'campaign delete': {
    words: async () => {
      await run('campaign', 'apply', await playbook('to-delete'));
      return ['campaign', 'delete', 'to-delete', '--yes'];
    },
  },
  'campaign retry': {
    words: async () => {
      const code = await launched('to-retry');
      await joined();
      await database.enrolment.updateMany({
        where: { campaignId: (await database.campaign.findFirstOrThrow({ where: { code } })).id },
        data: { blockedReason: 'its code has changed', blockedAt: new Date() },
      });
      return ['campaign', 'retry', code];
    },
  },
  'enrolment cancel': {
    words: async () => {
      await launched('to-leave');
      await joined();
      const { id } = await database.enrolment.findFirstOrThrow({ orderBy: { id: 'desc' } });
      return ['enrolment', 'cancel', publicIdOf('enr', id), '--reason', 'asked for by the member'];
    },
  },
  'event send': {
    words: async () => {
      const member = await joined();
      return ['event', 'send', 'order.placed', member, 'orderId=W-1', 'amountMinor=5000', '--id', 'walk-1'];
    },
  },
  'coupon redeem': {
    words: async () => ['coupon', 'redeem', await issuedCoupon(), '--order', 'T-1', '--amount', '30.00'],
  },
  'coupon cancel': { words: async () => ['coupon', 'cancel', await issuedCoupon(), '--reason', 'sent by mistake'] },
  'coupon return': {
    words: async () => {
      const code = await issuedCoupon();
      await run('coupon', 'redeem', code, '--order', `R-${code}`, '--amount', '30.00');
      return ['coupon', 'return', code, '--reason', 'the order came back'];
    },
  },
  'member suspend': { words: async () => ['member', 'suspend', await joined(), '--reason', 'asked for it'] },
  'member close': { words: async () => ['member', 'close', await joined(), '--reason', 'asked for it'] },
  'member reopen': {
    words: async () => {
      const member = await joined();
      await run('member', 'suspend', member, '--reason', 'asked for it');
      return ['member', 'reopen', member, '--reason', 'asked for it'];
    },
  },
  'member adjust': {
    words: async () => [
      'member',
      'adjust',
      await joined(),
      '--points',
      '50',
      '--reason',
      'parcel came late',
      '--key',
      'walk',
    ],
  },
  'member merge': {
    words: async () => ['member', 'merge', await withPoints(), await withPoints(), '--reason', 'one person'],
  },
  'member erase': {
    words: async () => ['member', 'erase', await withPoints(), '--reason', 'by letter'],
  },
  'member erase-withdraw': {
    words: async () => {
      await run('member', 'erase', await withPoints(), '--reason', 'by letter');
      const { id } = await database.erasure.findFirstOrThrow({ orderBy: { id: 'desc' } });
      return ['member', 'erase-withdraw', String(id), '--reason', 'she stays'];
    },
  },
  'member merge-undo': {
    words: async () => {
      await run('member', 'merge', await withPoints(), await withPoints(), '--reason', 'one person');
      const { id } = await database.memberMerge.findFirstOrThrow({ orderBy: { id: 'desc' } });
      return ['member', 'merge-undo', String(id), '--reason', 'they are two'];
    },
  },
  'key create': { words: async () => ['key', 'create', 'walk', '--scopes', 'read'] },
  'key rotate': { words: async () => ['key', 'rotate', await madeKey()] },
  'key revoke': { words: async () => ['key', 'revoke', await madeKey()] },
  'redemption create': {
    words: async () => ['redemption', 'create', await withPoints(), '100', '--order', 'H-1', '--key', 'walk-hold'],
  },
  'redemption capture': { words: async () => ['redemption', 'capture', await held()] },
  'redemption release': { words: async () => ['redemption', 'release', await held()] },
  'redemption refund': {
    words: async () => {
      const id = await held();
      await run('redemption', 'capture', id);
      return ['redemption', 'refund', id, '--reason', 'a mistake'];
    },
  },
  'webhook create': { words: async () => ['webhook', 'create', 'http://127.0.0.1:9/walk'] },
  'connection create': {
    words: async () => ['connection', 'create', '--kind', 'woocommerce', '--secret', 'walk-walk-walk-walk'],
  },
  'connection update': { words: async () => ['connection', 'update', await connected(), '--name', 'Another name'] },
  'connection delete': { words: async () => ['connection', 'delete', await connected(), '--yes'] },
  'review approve': { words: async () => ['review', 'approve', await openCase('onboarding-gift')] },
  'review reject': { words: async () => ['review', 'reject', await openCase('onboarding-gift')] },
  'referral review approve': { words: async () => ['referral', 'review', 'approve', await openCase('referral')] },
  'referral review reject': { words: async () => ['referral', 'review', 'reject', await openCase('referral')] },
  'referral code': { words: async () => ['referral', 'code', await joined()] },
  'message suppress': { words: async () => ['message', 'suppress', 'a@example.test', '--reason', 'asked us to'] },
  'message unsuppress': {
    words: async () => {
      await run('message', 'suppress', 'b@example.test', '--reason', 'asked us to');
      return ['message', 'unsuppress', 'b@example.test'];
    },
  },
  'message retry': {
    words: async () => {
      const { id: memberId } = await database.member.findFirstOrThrow({ where: { externalId: await joined() } });
      await database.message.create({
        data: {
          ...{ programmeId: await programmeOf(), memberId, key: 'walk/failed', channel: 'email', class: 'service' },
          ...{
            template: 'welcome',
            locale: 'en',
            variables: {},
            status: 'failed',
            reason: 'its text was broken',
            messageId: '<walk@example.test>',
          },
          ...{ reservedAt: new Date(), notBefore: new Date() },
        },
      });
      return ['message', 'retry', '--all'];
    },
  },
};

describe('Nothing changes behind an error', () => {
  it('is known of every command there is', async () => {
    const leaves = (command: Command, path: string): string[] =>
      command.commands.length === 0
        ? [path]
        : command.commands.flatMap((each) => leaves(each, `${path} ${each.name()}`));
    const all = (await Promise.all(commands.map(async ({ name, load }) => leaves(await load(), name)))).flat();
    expect([...Object.keys(changing), ...inPages, ...atOnce, ...processes, ...reading].sort()).toEqual(all.sort());
  });

  it.each(Object.entries(changing))('of %s, whichever of its writes fails', async (_, { words }) => {
    await late.failAt(0);
    const given = await words();
    const before = await late.everything();
    for (let write = 1; ; write += 1) {
      await late.failAt(write);
      const error = await run(...given).then(
        () => undefined,
        (reason: unknown) => reason as Error & { fix?: string },
      );
      await late.heal();
      const after = await late.everything();
      if (error === undefined) {
        expect(after, 'the command does something').not.toEqual(before);
        expect(write, 'some of its writes could fail').toBeGreaterThan(1);
        return;
      }
      const changed = late.tables.filter((name) => after[name] !== before[name]);
      expect(changed, `write ${write} failed: ${error.message}`).toEqual([]);
    }
  });

  it('of a file of events, whose last line is damaged', async () => {
    const member = await joined();
    const order = (place: number) => {
      const data = { orderId: `F-${place}`, amountMinor: 5_000 };
      return JSON.stringify({
        id: `file-${place}`,
        type: 'order.placed',
        memberId: member,
        occurredAt: new Date(),
        data,
      });
    };
    const lines = Array.from({ length: 501 }, (_, place) => order(place));
    const before = await late.everything();
    const file = await written('events.ndjson', [...lines, '{"id": '].join('\n'));
    await expect(run('event', 'send', '--file', file)).rejects.toThrow(
      'Line 502 is not JSON; nothing of the file was sent.',
    );
    expect(await late.everything()).toEqual(before);
  });

  it.each([['--rejects'], ['--save-map']])('of an import whose %s can not be written', async (option) => {
    const rows =
      'order_id,customer_id,placed_at,amount\nI-1,ida,2026-01-05T10:00:00Z,20.00\n,ida,2026-01-05T10:00:00Z,1.00\n';
    const file = await written('orders.csv', rows);
    const before = await late.everything();
    const words = ['import', 'orders', file, '--yes', '--rejects', join(folder, 'rejects.csv'), option];
    await expect(run(...words, join(folder, 'no', 'such', 'folder'))).rejects.toThrow("can't be written");
    expect(await late.everything()).toEqual(before);
  });
});
