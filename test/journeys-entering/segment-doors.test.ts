import fc from 'fast-check';
import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { applySegments } from '../../modules/segments/apply.ts';
import { parseSentSegment } from '../../modules/segments/read.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { journey, type JourneyShop, openJourneyShop } from '../support/journey-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
});

const hourMs = 3_600_000;

/** A shop with a segment of members who are marked; marking is how they come into it. */
async function openSegment() {
  const shop = await openJourneyShop(database, { changes: { tags: ['vip'] } });
  const programme = await loadProgramme(database, shop.programmeId);
  const segment = await parseSentSegment({ name: 'Important', who: { tag: 'vip' } }, 'vips');
  await applySegments(shop.deps, programme, [segment], { actor: 'test' });
  const mark = (memberId: string) => shop.happens(memberId, 'member.updated', { tags: ['vip'] });
  const unmark = (memberId: string) => shop.happens(memberId, 'member.updated', { tags: [] });
  return { ...shop, mark, unmark };
}

const reasons = async (shop: JourneyShop, campaignId: number) =>
  (await shop.entries(campaignId)).map(({ reason, decidedAt }) =>
    decidedAt === null ? 'waits' : (reason ?? 'enters'),
  );
const names = async (shop: JourneyShop, campaignId: number) =>
  (await shop.enrolments(campaignId)).map(({ member }) => member);

describe('A door by a segment', () => {
  it('takes in whoever comes into it after the launch', async () => {
    const shop = await openSegment();
    await shop.join('anna', 'ben');
    await shop.mark('anna');
    const id = await shop.launch(journey({ entry: [{ enters: 'vips' }] }));
    await shop.settle();
    expect(await names(shop, id)).toEqual([]);
    shop.clock.at('2026-11-02T10:00:00Z');
    await shop.mark('ben');
    await shop.settle();
    expect(await shop.enrolments(id)).toMatchObject([
      {
        ...{ member: 'ben', enteredAt: new Date('2026-11-02T10:00:00Z') },
        input: { enteredAt: Date.parse('2026-11-02T10:00:00Z') },
      },
    ]);
  });

  it('takes in whoever falls out of it, and asks for no other segment', async () => {
    const shop = await openSegment();
    await shop.join('anna', 'ben');
    await shop.mark('anna');
    const id = await shop.launch(journey({ entry: [{ leaves: 'vips' }] }));
    await shop.mark('ben');
    await shop.settle();
    await shop.unmark('anna');
    await shop.settle();
    expect(await names(shop, id)).toEqual(['anna']);
    // Ben's coming in was no door's, and is kept of nobody.
    expect(await shop.entries(id)).toHaveLength(1);
  });

  it('with `for` takes in whoever has stayed so long, also when that was in a pause', async () => {
    const shop = await openSegment();
    await shop.join('anna', 'ben', 'cleo');
    const file = journey({ entry: [{ enters: 'vips', for: '1 day' }] });
    const id = await shop.launch(file);
    for (const member of ['anna', 'ben', 'cleo']) await shop.mark(member);
    await shop.settle();
    shop.clock.at('2026-11-03T08:59:00Z');
    await shop.unmark('ben');
    await shop.settle();
    expect(await names(shop, id)).toEqual([]);
    await shop.pause(file.campaign);
    shop.clock.at('2026-11-03T12:00:00Z');
    await shop.unmark('cleo');
    await shop.settle();
    await shop.resume(file.campaign);
    await shop.settle();
    expect(await names(shop, id)).toEqual(['anna', 'cleo']);
    expect(await reasons(shop, id)).toEqual(['enters', 'is not there any more', 'enters']);
  });

  it('with `for` takes in whoever has stayed out so long', async () => {
    const shop = await openSegment();
    await shop.join('anna', 'ben');
    for (const member of ['anna', 'ben']) await shop.mark(member);
    const id = await shop.launch(journey({ entry: [{ leaves: 'vips', for: '1 day' }] }));
    for (const member of ['anna', 'ben']) await shop.unmark(member);
    await shop.settle();
    shop.clock.at('2026-11-02T15:00:00Z');
    await shop.mark('ben');
    await shop.settle();
    shop.clock.at('2026-11-02T16:00:00Z');
    await shop.unmark('ben');
    await shop.settle();
    shop.clock.at('2026-11-03T09:00:00Z');
    await shop.settle();
    expect(await names(shop, id)).toEqual(['anna']);
    shop.clock.at('2026-11-03T16:00:00Z');
    await shop.settle();
    expect(await names(shop, id)).toEqual(['anna', 'ben']);
  });

  it('that a new version adds is open from then on', async () => {
    const shop = await openSegment();
    await shop.join('anna', 'ben');
    const file = journey({ entry: [{ event: 'cart.abandoned' }] });
    const id = await shop.launch(file);
    await shop.mark('anna');
    await shop.settle();
    await shop.edit({ ...file, entry: [{ enters: 'vips' }] });
    await shop.mark('ben');
    await shop.settle();
    expect(await names(shop, id)).toEqual(['ben']);
  });
});

describe('law 8, flapping', () => {
  it('a stay that is shorter than `for` is none; too early is taken in when the days are over, if still there', async () => {
    const quarters = (from: number, to: number) =>
      fc.integer({ min: from * 4, max: to * 4 }).map((count) => count * 15);
    const member = fc.array(fc.record({ away: quarters(1, 48), stays: quarters(1, 72) }), {
      minLength: 1,
      maxLength: 4,
    });
    const members = fc.array(member, { minLength: 5, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(members, fc.integer({ min: 0, max: 6 }), async (all, afterDays) => {
        const shop = await openSegment();
        const start = shop.clock.now().getTime();
        const spans = all.map((one) => {
          let now = start;
          return one.map(({ away, stays }) => {
            const from = now + away * 60_000;
            now = from + stays * 60_000;
            return { from, until: now };
          });
        });
        await shop.join(...spans.map((_, place) => `m${place}`));
        const file = journey({ entry: [{ enters: 'vips', for: '1 day' }], reentry: { afterDays } });
        const id = await shop.launch(file);
        await live(shop, id, spans);
        const came = (await shop.enrolments(id)).map(
          ({ member, enrolledAt }) => `${member} ${enrolledAt.toISOString()}`,
        );
        expect(came.sort()).toEqual(expectedOf(spans, afterDays).sort());
      }),
      { numRuns: 3 },
    );
  });
});

type Spans = readonly (readonly { readonly from: number; readonly until: number }[])[];

/** Lets members come and go, and time go on to whatever is due next; a story is over after an hour. */
async function live(shop: Awaited<ReturnType<typeof openSegment>>, campaignId: number, spans: Spans): Promise<void> {
  const moves = spans
    .flatMap((own, place) =>
      own.flatMap(({ from, until }) => [
        { at: from, move: () => shop.mark(`m${place}`) },
        { at: until, move: () => shop.unmark(`m${place}`) },
      ]),
    )
    .sort((a, b) => a.at - b.at);
  for (let turn = 0; turn < 500; turn += 1) {
    const waiting = await database.journeyEntry.findMany({ where: { campaignId, decidedAt: null } });
    const inside = await database.enrolment.findMany({ where: { campaignId, status: 'active' } });
    const next = Math.min(
      moves[0]?.at ?? Infinity,
      ...waiting.map(({ dueAt }) => dueAt.getTime()),
      ...inside.map(({ enrolledAt }) => enrolledAt.getTime() + hourMs),
    );
    if (next === Infinity) return;
    shop.clock.at(new Date(next).toISOString());
    while (moves[0]?.at === next) await moves.shift()?.move();
    for (const { id, enrolledAt } of inside)
      if (enrolledAt.getTime() + hourMs === next)
        await database.enrolment.update({ where: { id }, data: { status: 'done', endedAt: shop.clock.now() } });
    await shop.settle();
  }
  throw new Error('it does not come to an end');
}

function expectedOf(spans: Spans, afterDays: number): string[] {
  const later = (at: number, days: number) =>
    DateTime.fromMillis(at, { zone: 'Europe/London' }).plus({ days }).toMillis();
  return spans.flatMap((own, place) => {
    const expected: string[] = [];
    let free = 0;
    for (const { from, until } of own) {
      const comes = Math.max(later(from, 1), free);
      if (comes >= until) continue;
      expected.push(`m${place} ${new Date(comes).toISOString()}`);
      free = later(comes + hourMs, afterDays);
    }
    return expected;
  });
}
