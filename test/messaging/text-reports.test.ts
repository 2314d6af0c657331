import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textIdOf } from '../../modules/messaging/sending/reserve.ts';
import { suppressAddress } from '../../modules/messaging/reachability/suppress.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { readFacts } from '../../modules/segments/rows-facts.ts';
import { readKnown } from '../../modules/segments/catalogue.ts';
import { membersMeeting } from '../../modules/segments/count.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { reminderStep, welcomeStep } from '../support/mail-world.ts';
import { openTextWorld, type TextPerson, type TextWorld } from '../support/text-world.ts';

let world: TextWorld;
let connection: Awaited<ReturnType<TextWorld['connect']>>;
let calls = 0;
beforeAll(async () => {
  world = await openTextWorld(() => ({ status: 202, body: '{"id":"SM1"}' }));
  connection = await world.connect(['sms', 'wechat', 'push']);
});
afterAll(() => world.close());

const bySms = { ...welcomeStep, channel: 'sms' } as const;
const marketing = { ...reminderStep, channel: 'sms' } as const;
const idOf = ({ enrolmentId }: TextPerson) => textIdOf(world.programmeId, `${enrolmentId}/welcome/1`);
const at = '2026-01-15T12:00:30.000Z';
const tell = (person: TextPerson, type: string, more: object = {}, id = `rpt-${(calls += 1)}`) =>
  world.report(connection, { type: `message.${type}`, id: idOf(person), at, ...more }, id);

async function texted(options: Parameters<TextWorld['addPerson']>[0] = { agreed: ['sms'] }): Promise<TextPerson> {
  world.clock.at('2026-01-15T12:00:00Z');
  const person = await world.addPerson(options);
  await world.reserveText([person], bySms);
  await world.sendAll('sms');
  world.clock.at('2026-01-15T12:05:00Z');
  return person;
}

const asked = async (person: TextPerson, key = 'next') => (await world.reserveText([person], marketing, key))[0];

describe('A provider tells', () => {
  it('that a text has come: it stands on the message, and counts once', async () => {
    const person = await texted();
    expect(await tell(person, 'delivered', { providerId: 'SM9' }, 'once')).toMatchObject({ status: 'taken' });
    expect(await tell(person, 'delivered', {}, 'once')).toMatchObject({ status: 'duplicate' });
    expect(await world.messageOf(person)).toMatchObject({
      deliveredAt: new Date(at),
      providerId: 'SM9',
      status: 'sent',
    });
  });

  it('that it did not come: it bounced, and a dead number gets nothing more', async () => {
    const [busy, dead] = [await texted(), await texted()];
    expect(await tell(busy, 'failed', { reason: 'switched off' })).toMatchObject({ suppressed: false });
    expect(await tell(dead, 'failed', { code: 'address_invalid', reason: 'unknown subscriber' })).toMatchObject({
      suppressed: true,
    });
    expect(await world.messageOf(busy)).toMatchObject({ status: 'bounced', reason: 'switched off' });
    expect(await asked(busy)).toMatchObject({ kind: 'applied' });
    expect(await asked(dead)).toMatchObject({ code: 'ADDRESS_SUPPRESSED' });
    const events = await world.database.event.findMany({ where: { memberId: BigInt(dead.memberId) } });
    expect(events).toMatchObject([
      { type: 'message.bounced', data: { channel: 'sms', template: 'welcome', campaign: 'all' } },
    ]);
  });

  it('the same whichever of two reports comes first: what came has come', async () => {
    const [one, other] = [await texted(), await texted()];
    await tell(one, 'failed');
    await tell(one, 'delivered');
    await tell(other, 'delivered');
    await tell(other, 'failed');
    for (const person of [one, other]) {
      expect(await world.messageOf(person)).toMatchObject({ status: 'sent', reason: null, deliveredAt: new Date(at) });
    }
  });

  it('that its reader wants no more: of marketing and of notices, whatever account has the number', async () => {
    const phone = '+44 7700 900777';
    const [reader, twin] = [
      await texted({ phone, agreed: ['sms', 'email'] }),
      await world.addPerson({ phone: '0044 7700 900777', agreed: ['sms'] }),
    ];
    await tell(reader, 'opted_out');
    expect([await asked(reader), await asked(twin)]).toMatchObject([{ code: 'OPTED_OUT' }, { code: 'OPTED_OUT' }]);
    const notice = { ...bySms, class: 'service' } as const;
    expect(await world.reserveText([reader], notice, 'notice')).toMatchObject([{ code: 'OPTED_OUT' }]);
    // By mail nothing was said.
    expect(await world.reserveText([reader], reminderStep, 'mail')).toMatchObject([{ kind: 'applied' }]);
    // A younger yes brings both back.
    await world.database.$executeRaw`
      UPDATE consent SET granted = true, changed_at = '2026-01-15T12:01:00Z' WHERE member_id = ${reader.memberId}::bigint AND channel = 'sms'`;
    expect(await asked(reader, 'again')).toMatchObject({ kind: 'applied' });
    expect(await world.reserveText([reader], notice, 'notice-again')).toMatchObject([{ kind: 'applied' }]);
  });

  it('that its reader complains: nothing goes there any more', async () => {
    const person = await texted();
    expect(await tell(person, 'complaint', { reason: 'spam' })).toMatchObject({ suppressed: true });
    expect(await world.reserveText([person], bySms, 'more')).toMatchObject([
      { code: 'ADDRESS_SUPPRESSED', reason: 'the phone number is suppressed: complained: spam' },
    ]);
  });

  it('only signed, of its own texts, and in the form of the guide', async () => {
    const person = await texted();
    const body = { type: 'message.delivered', id: idOf(person) };
    const foreign = { ...connection, secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}` };
    await expect(world.report(foreign, body, 'x')).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    await expect(world.report(connection, { ...body, id: 'txt_none' }, 'y')).rejects.toMatchObject({
      code: 'MESSAGE_NOT_FOUND',
    });
    await expect(world.report(connection, { ...body, type: 'message.read' }, 'z')).rejects.toMatchObject({
      code: 'REPORT_INVALID',
      field: 'type',
    });
  });
});

type Word =
  | { readonly kind: 'said'; readonly channel: string; readonly granted: boolean; readonly at: number }
  | { readonly kind: 'told'; readonly type: 'opted_out' | 'complaint' | 'failed' | 'delivered'; readonly at: number }
  | { readonly kind: 'suppressed'; readonly channel: 'sms' | 'push'; readonly at: number };

const instants = fc.integer({ min: 1, max: 9 });
/** Words of one channel that meet, more often than what settles it for good. */
const word: fc.Arbitrary<Word> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('said' as const),
      ...{
        channel: fc.constantFrom('sms', 'sms', 'sms', 'email', 'wechat', 'push'),
        granted: fc.boolean(),
        at: instants,
      },
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('told' as const),
      type: fc.constantFrom<'opted_out' | 'delivered' | 'complaint' | 'failed'>(
        ...(['opted_out', 'opted_out', 'opted_out', 'opted_out', 'delivered', 'complaint', 'failed'] as const),
      ),
      at: instants,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('suppressed' as const),
      ...{ channel: fc.constantFrom('sms' as const, 'push' as const, 'push' as const), at: instants },
    }),
  },
);

describe('Whoever may be written to', () => {
  const minute = 60_000;
  const start = Date.parse('2026-01-15T13:00:00Z');
  let number = 0;

  async function follow(words: readonly Word[], run: string): Promise<unknown> {
    number += 1;
    const { database, programmeId, clock } = world;
    clock.at('2026-01-15T12:00:00Z');
    const memberId = `law-${run}-${number}`;
    const tag = String(number).padStart(4, '0');
    const own = {
      phone: `+44 7701 ${tag}00`,
      wechatOpenId: `open-${tag}`,
      pushToken: `Push-${tag}`,
      email: `law${tag}@example.test`,
    };
    const deps = { database, clock };
    const say = (event: object) => ingestEvents(deps, programmeId, [event as never]);
    await say({
      id: `${memberId}:join`,
      type: 'member.joined',
      memberId,
      occurredAt: new Date('2026-01-15T11:00:00Z'),
      data: own,
    });
    const { id } = await database.member.findFirstOrThrow({ where: { externalId: memberId } });
    const enrolment = await database.enrolment.findFirstOrThrow({ where: { memberId: id } });
    const person = { memberId: String(id), enrolmentId: String(enrolment.id), email: own.email };
    await world.reserveText([person], bySms);
    await world.sendAll('sms');
    clock.at('2026-01-15T14:00:00Z');
    for (const [place, one] of words.entries()) {
      const when = new Date(start + one.at * minute);
      if (one.kind === 'said') {
        await say({
          ...{ id: `${memberId}:${one.channel}:${one.granted}:${one.at}:${place}`, type: 'member.updated', memberId },
          ...{ occurredAt: when, data: { consent: { [one.channel]: one.granted } } },
        });
      } else if (one.kind === 'told') {
        await tell(person, one.type, { at: when.toISOString(), code: 'address_invalid' });
      } else {
        const address = one.channel === 'sms' ? own.phone : own.pushToken;
        await suppressAddress(database, {
          programmeId,
          channel: one.channel,
          address,
          reason: 'by hand',
          actor: 'test',
          now: when,
        });
      }
    }
    const programme = await loadProgramme(database, programmeId);
    const known = await readKnown(database, programme);
    const facts = (await readFacts(database, programme, [id], clock.now())).get(id);
    const bySql = await Promise.all(
      (['email', 'sms', 'wechat', 'push'] as const).map(async (channel) => {
        const who = { reachable: channel };
        const found = await membersMeeting(database, { programme, known, who, now: clock.now() }, [id]);
        return found.has(id) ? [channel] : [];
      }),
    );
    expect(bySql.flat()).toEqual([...(facts?.reachable ?? [])]);
    const services = await database.$queryRaw`
      SELECT c, said.service FROM unnest(ARRAY['email', 'sms', 'wechat', 'push']) c CROSS JOIN LATERAL mail_consent(${id}::bigint, c) said ORDER BY c`;
    return { reachable: [...(facts?.reachable ?? [])], consents: [...(facts?.consents ?? [])], services };
  }

  it('is who has agreed since, however late an older STOP is heard of', async () => {
    const [stop, yes] = [
      { kind: 'told', type: 'opted_out', at: 2 } as const,
      { kind: 'said', channel: 'sms', granted: true, at: 5 } as const,
    ];
    expect(await follow([yes, stop], 'late')).toEqual(await follow([stop, yes], 'soon'));
    expect(await follow([yes, stop], 'again')).toMatchObject({ reachable: ['sms'], consents: ['sms'] });
  });

  it(
    'is the same in whatever order words, reports and suppressions come, in memory as in SQL',
    { timeout: 60_000 },
    async () => {
      const orders = fc.array(word, { minLength: 2, maxLength: 6 }).chain((words) => {
        const all = { minLength: words.length, maxLength: words.length };
        return fc.tuple(fc.constant(words), fc.shuffledSubarray(words, all));
      });
      await fc.assert(
        fc.asyncProperty(orders, async ([words, shuffled]) => {
          expect(await follow(shuffled, 'b')).toEqual(await follow(words, 'a'));
        }),
        { numRuns: 25 },
      );
    },
  );
});
