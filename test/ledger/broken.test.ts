import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { compareWithModel } from '../support/ledger-commands.ts';
import {
  raceForKeyOfAnother,
  raceForOneBalance,
  raceForOneKey,
  raceForSpentBalance,
  raceOfEarnAndLapse,
} from '../support/ledger-races.ts';

/** A function of the ledger with one thing wrong: `find` becomes `put` in its source. */
interface Break {
  readonly name: string;
  readonly routine: string;
  readonly find: string;
  readonly put: string;
}

const breaks: readonly Break[] = [
  {
    name: 'a spend takes the lots that expire last',
    routine: 'spend_round',
    find: 'order by l.expires_at, l.id',
    put: 'order by l.expires_at desc, l.id desc',
  },
  {
    name: 'a spend takes the newest lots first',
    routine: 'spend_round',
    find: 'partition by w.ord order by l.expires_at, l.id) - l.remaining',
    put: 'partition by w.ord order by l.id desc) - l.remaining',
  },
  { name: 'a spend takes points past their expiry', routine: 'spend_round', find: 'l.expires_at > w.at', put: 'true' },
  {
    name: 'a spend takes pending points',
    routine: 'spend_round',
    find: "and l.state <> 'PENDING'",
    put: '',
  },
  {
    name: 'a spend may take one point too many',
    routine: 'spend_round',
    find: 'p.spendable >= p.wanted',
    put: 'p.spendable >= p.wanted - 1',
  },
  {
    name: 'an earn does not repay debt',
    routine: 'earn_round',
    find: 'case when g.waits or not g.fresh then 0',
    put: 'case when true then 0',
  },
  {
    name: 'pending points repay debt before they are confirmed',
    routine: 'earn_round',
    find: 'filter (where s.fresh and s.available_at <= s.at)',
    put: 'filter (where s.fresh)',
  },
  {
    name: 'the second earn of a member in a batch forgets the first',
    routine: 'earn_round',
    find: 'partition by s.member_id order by s.ord',
    put: 'partition by s.ord order by s.ord',
  },
  {
    name: 'a known key with another content is taken for a repeat',
    routine: 'validate_requests',
    find: 't.request_hash <> h.hash',
    put: 'false',
  },
  {
    name: 'the hash forgets the points',
    routine: 'validate_requests',
    find: 'row(p_kind, r.member_id, r.points, r.ref_key',
    put: 'row(p_kind, r.member_id, r.ref_key',
  },
  {
    name: 'a confirmation does not repay debt',
    routine: 'settle_round',
    find: "case when p_kind = 'CONFIRM' then least(s.debt, l.remaining) else 0 end as repaid",
    put: '0::bigint as repaid',
  },
  {
    name: 'a hold can be captured after it expired',
    routine: 'release_round',
    find: 's.at >= h.expires_at',
    put: 'false',
  },
  {
    name: 'a release gives back from the front',
    routine: 'release_round',
    find: 'else h.amount - h.released - c.amount end as from_point',
    put: 'else h.captured end as from_point',
  },
  {
    name: 'a hold can be captured twice',
    routine: 'release_round',
    find: "set captured = h.captured + case p_kind when 'CAPTURE' then n.wanted else 0 end",
    put: 'set captured = h.captured',
  },
  {
    name: 'a refund gives back the points that expire first',
    routine: 'refund_round',
    find: 'order by l.expires_at desc, l.id desc',
    put: 'order by l.expires_at, l.id',
  },
  {
    name: 'a refund does not count what was refunded before',
    routine: 'refund_round',
    find: 's.points > e.amount - coalesce(c.reversed, 0)',
    put: 's.points > e.amount',
  },
  {
    name: 'a clawback takes what earlier clawbacks took already',
    routine: 'clawback_round',
    find: 's.points - coalesce(c.reversed, 0) - coalesce(o.expired, 0) as wanted',
    put: 's.points - coalesce(o.expired, 0) as wanted',
  },
  {
    name: 'a clawback charges for what had expired',
    routine: 'clawback_round',
    find: 'left join lateral ledger.lot_now(e.id) o on e.id is not null',
    put: 'left join lateral ledger.lot_now(-1) o on e.id is not null',
  },
  {
    name: 'a lot that lapses forgets that it did',
    routine: 'lapse_due',
    find: 'expired = l.expired + d.remaining, ',
    put: '',
  },
  {
    name: "a clawback starts with other lots than the earn's own",
    routine: 'clawback_round',
    find: 'order by l.own desc, ',
    put: 'order by ',
  },
  { name: 'a clamped clawback makes debt', routine: 'clawback_round', find: "p.policy = 'DEBT'", put: 'true' },
  {
    name: 'forfeiting leaves holds open',
    routine: 'forfeit_round',
    find: 'set released = h.amount - h.captured',
    put: 'set released = h.released',
  },
  {
    name: 'an expiry leaves the balance as it was',
    routine: 'expire_due',
    find: 'set available = b.available - e.points',
    put: 'set available = b.available',
  },
  {
    name: 'an expiry comes a day early',
    routine: 'expire_due',
    find: 'l.expires_at <= p_now',
    put: "l.expires_at <= p_now + interval '1 day'",
  },
  {
    name: 'a sweep skips a member between pages',
    routine: 'expire_due',
    find: 'then page[cardinality(page)] end',
    put: 'then page[cardinality(page)] + 1 end',
  },
  {
    name: 'points lapse a day early',
    routine: 'lapse_due',
    find: 'd.lapses_at <= p_now',
    put: "d.lapses_at <= p_now + interval '1 day'",
  },
  {
    name: 'a gift lapses with the points before it',
    routine: 'lapse_due',
    find: 'greatest(b.active_at, l.available_at)',
    put: 'coalesce(b.active_at, l.available_at)',
  },
  {
    name: 'the sweep of lapses skips a member between pages',
    routine: 'lapse_due',
    find: 'then max(p.member_id)',
    put: 'then max(p.member_id) + 1',
  },
  {
    name: 'the sweep of lapses does not wait for who is changing a member',
    routine: 'lapse_due',
    find: 'order by b.member_id for update',
    put: 'order by b.member_id',
  },
  {
    name: 'an earn does not renew points',
    routine: 'earn_round',
    find: 'greatest(b.active_at, n.active_at)',
    put: 'b.active_at',
  },
  {
    name: "a campaign's gift renews points",
    routine: 'is_activity',
    find: "and p_source_type <> 'enrolment'",
    put: '',
  },
  {
    name: 'a late spend puts the last activity back',
    routine: 'spend_round',
    find: 'greatest(b.active_at, t.at)',
    put: 't.at',
  },
  {
    name: 'a batch does not lock its members',
    routine: 'post_batch',
    find: 'order by b.member_id for update of b',
    put: 'order by b.member_id',
  },
  {
    name: 'a key taken meanwhile fails the batch',
    routine: 'post_round',
    find: 'if attempt = 3 then raise; end if;',
    put: 'raise;',
  },
];

/** Sixty stories take a few seconds; a machine that is busy with the other tests may need a minute. */
const timeoutMs = 120_000;

/** What the suite asks of any ledger; seeds are fixed so that a break is found, or missed, every time. */
async function askEverything(database: Database): Promise<void> {
  await raceForOneBalance(database, 20);
  await raceForSpentBalance(database);
  await raceForOneKey(database);
  await raceForKeyOfAnother(database);
  await raceOfEarnAndLapse(database);
  await compareWithModel(database, { runs: 120, length: 50, seed: 20_260_103, shrink: false });
}

describe('a ledger with one thing wrong is found out', () => {
  let database: Database;
  beforeAll(async () => {
    ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  });

  it('and a sound one is not', () => askEverything(database), timeoutMs);

  it.each(breaks)(
    '$name',
    async ({ routine, find, put }) => {
      const [{ source }] = await database.$queryRawUnsafe<[{ source: string }]>(
        `SELECT pg_get_functiondef('ledger.${routine}'::regproc) AS source`,
      );
      expect(source).toContain(find);
      await database.$executeRawUnsafe(source.replaceAll(find, put));
      try {
        await expect(askEverything(database)).rejects.toThrow();
      } finally {
        await database.$executeRawUnsafe(source);
      }
    },
    timeoutMs,
  );
});
