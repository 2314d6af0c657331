import { beforeAll, describe, expect, it } from 'vitest';
import { adjustPoints } from '../../modules/adjustments/adjust.ts';
import { openPrivacyCase } from '../../modules/connect/privacy.ts';
import { requestErasure } from '../../modules/erasures/request.ts';
import { eraseDue } from '../../modules/erasures/run.ts';
import { checkLedger } from '../../modules/invariants/check-ledger.ts';
import { sealFacts } from '../../modules/invariants/seal-facts.ts';
import { sealLedger } from '../../modules/ledger/seal.ts';
import { changeMemberStatus } from '../../modules/members/change-status.ts';
import { mergeMembers } from '../../modules/merges/merge.ts';
import { suppressAddress } from '../../modules/messaging/reachability/suppress.ts';
import { answerOnce } from '../../modules/requests/answer-once.ts';
import { decideReview, openReviewCases } from '../../modules/reviews/decide.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';
import { sealWhole } from '../support/seal-whole.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 10 }));
});

/** What stands in every place where a person or staff can write something. */
const marker = 'xqzmarker';

/** Every column of every table of the database that has a text, in any form. */
async function placesOf(text: string): Promise<string[]> {
  const columns = await database.$queryRaw<{ schema: string; table: string; column: string; type: string }[]>`
    SELECT c.table_schema::text AS schema, c.table_name::text AS table, c.column_name::text AS column, c.data_type::text AS type
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema IN ('public', 'ledger') AND t.table_type = 'BASE TABLE' ORDER BY 1, 2, 3`;
  expect(columns.length).toBeGreaterThan(300);
  const found: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const [{ count = 0 } = {}] = await database.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${schema}"."${table}" WHERE ${value} ILIKE '%' || $1 || '%'`,
      text,
    );
    if (count > 0) found.push(`${schema}.${table}.${column}`);
  }
  return found;
}

/** A member who has written, and of whom staff has written, wherever that can be done. */
async function openWritten() {
  const shop = await openShop(database);
  const { programmeId, event, order, send } = shop;
  const clock = testClock('2026-05-20T12:00:00Z');
  const deps = { database, clock };
  const [id, former] = [`${marker}-1`, `${marker}-2`];
  const email = `${marker}@example.com`;
  const profile = {
    email,
    phone: '+44 20 7946 0001',
    wechatOpenId: `${marker}Open`,
    pushToken: `${marker}Token`,
    name: `${marker} Smith`,
    city: marker,
    tags: [marker],
    ip: '10.0.0.7',
  };
  const consent = { email: false, sms: false, push: false };
  const at = '2026-05-01T09:00:00Z';
  await send(order('o-early', 10_000, { memberId: id, id: `early:${id}` }));
  const answers = await send(
    event('member.joined', { ...profile, consent }, { memberId: id, occurredAt: at, id: `joined:${id}` }),
    event('member.joined', { name: `${marker} S.` }, { memberId: former, occurredAt: at }),
    order('o-1', 40_000, { memberId: id, data: { orderId: 'o-1', amountMinor: 40_000, attributes: { note: marker } } }),
    order('o-2', 20_000, { memberId: former }),
    event('survey.answered', { comment: marker, city: marker }, { memberId: id }),
    event(
      'member.updated',
      { email: `${marker}.new@example.com` },
      { memberId: id, occurredAt: '2026-05-06T09:00:00Z' },
    ),
  );
  expect(answers.filter(({ kind }) => kind === 'refused')).toEqual([]);
  const by = { actor: 'test', reason: `${marker} called` };
  await mergeMembers(deps, programmeId, { fromMemberId: former, intoMemberId: id, ...by });
  await adjustPoints(deps, programmeId, { key: `${marker}-a`, memberId: id, points: 5, ...by });
  await adjustPoints(deps, programmeId, { key: `${marker}-b`, memberId: id, points: 500_000, ...by });
  const now = clock.now();
  for (const move of ['suspend', 'reopen'] as const) {
    await changeMemberStatus(database, { programmeId, memberId: id, now }, { move, ...by });
  }
  await suppressAddress(database, { programmeId, address: `${marker}.new@example.com`, now, ...by });
  await suppressAddress(database, { programmeId, channel: 'push', address: `${marker}Token`, now, ...by });
  const { id: memberId } = await shop.member(id);
  const cases = await inTransaction(database, (tx) =>
    openReviewCases(tx, programmeId, [
      {
        key: `${marker}:1`,
        subject: 'onboarding-gift',
        memberId: String(memberId),
        enrolmentId: null,
        reasons: [marker],
        facts: { marker },
        at: now,
      },
      {
        key: `${marker}:2`,
        subject: 'onboarding-gift',
        memberId: String(memberId),
        enrolmentId: null,
        reasons: [marker],
        facts: { marker },
        at: now,
      },
    ]),
  );
  await decideReview(deps, programmeId, {
    caseId: cases[0] ?? '',
    approved: true,
    note: `${marker} is fine`,
    actor: 'test',
  });
  await openPrivacyCase(deps, { id: 'cnx_1', programmeId, kind: 'shopify' } as never, {
    topic: 'erase',
    key: `shopify:redact:${id}`,
    memberId: id,
  });
  await answerOnce(
    database,
    { programmeId, key: 'k1', fingerprint: new Uint8Array(32), keep: 'forever' },
    () => Promise.resolve({ status: 201, headers: {}, body: { memberId: id, text: marker } }),
    () => ({ status: 409, headers: {}, body: null }),
  );
  await writeBelow(programmeId, memberId, now, id);
  await publishNotifications(database);
  return { ...shop, deps, clock, id, former, email, memberId };
}

/** What the programme's own processes write in the course of a campaign and of a shop's calls. */
async function writeBelow(programmeId: number, memberId: bigint, now: Date, id: string): Promise<void> {
  const { id: campaignId } = await database.campaign.create({
    data: { programmeId, code: 'c1', name: 'c1', lifecycle: 'win-back', status: 'live' },
  });
  const { id: campaignVersionId } = await database.campaignVersion.create({
    data: { programmeId, campaignId, version: 1, definition: {}, definitionHash: '', listensTo: [] },
  });
  const enrolment = await database.enrolment.create({
    data: {
      ...{ programmeId, campaignId, campaignVersionId, memberId, occurrence: 1, enrolledAt: now },
      ...{ input: { comment: marker }, waitsFor: [marker], cohortId: 1n },
    },
  });
  const message = {
    ...{
      programmeId,
      memberId,
      enrolmentId: enrolment.id,
      channel: 'email',
      class: 'marketing',
      template: 't',
      locale: 'en',
    },
    ...{
      variables: { name: marker },
      live: { text: marker },
      subject: `Hello ${marker}`,
      reservedAt: now,
      notBefore: now,
    },
  };
  const sent = await database.message.create({
    data: { ...message, key: 'm1', messageId: `<1@${programmeId}>`, status: 'sent', sentAt: now, leftAt: now },
  });
  const lies = { programmeId, memberId, subject: `Hello ${marker}`, text: `Dear ${marker}`, sentAt: now };
  await database.inboxMessage.create({ data: { ...lies, messageId: sent.id } });
  await database.message.create({ data: { ...message, key: 'm2', messageId: `<2@${programmeId}>` } });
  const text = await database.message.create({
    data: { ...message, key: 'm3', messageId: `txt_${programmeId}`, channel: 'push', providerId: marker },
  });
  await database.channelReport.create({
    data: {
      ...{ programmeId, reportId: `r${programmeId}`, connectionId: 'cnx_1', channel: 'push', type: 'failed', at: now },
      ...{ messageId: text.id, address: `${marker}Token`, reason: marker, suppressed: marker, receivedAt: now },
    },
  });
  await database.step.create({
    data: {
      ...{
        programmeId,
        key: 's1',
        enrolmentId: enrolment.id,
        memberId,
        name: 'ask',
        kind: 'facts',
        storyAt: now,
        performedAt: now,
      },
      outcome: { kind: 'applied', points: 5, data: { city: marker, list: [marker] } },
    },
  });
  await database.mailReport.create({
    data: {
      ...{
        programmeId,
        reportId: 'r1',
        type: 'bounce',
        hard: true,
        address: `${marker}@example.com`,
        messageId: sent.id,
      },
      ...{ namedMail: marker, detail: `${marker} over quota`, suppressed: marker, at: now, receivedAt: now },
    },
  });
  await database.shopOrder.create({
    data: {
      programmeId,
      kind: 'shopify',
      orderId: 'o-1',
      state: { memberId: id, attributes: { note: marker } },
      problem: { message: marker },
      changedAt: now,
    },
  });
  await writeOfJourneys(programmeId, memberId, enrolment.id, now);
  await writeFiles(programmeId, memberId, now, id);
  await database.connection.create({
    data: {
      id: `cnx_${String(programmeId).padStart(20, '0')}`,
      programmeId,
      kind: 'shopify',
      createdAt: now,
      lastProblem: { message: `no ${id}` },
    },
  });
}

/** What a journey waits for and asks for its member. */
async function writeOfJourneys(programmeId: number, memberId: bigint, enrolmentId: bigint, now: Date): Promise<void> {
  const known = { values: { 'entry.note': marker }, outcomes: {}, since: {} };
  const waits = { watch: 'wait@1', ends: {}, states: [{ when: { entry: 'note', is: marker } }], known, writtenAt: now };
  await database.journeyWatch.create({ data: { enrolmentId, programmeId, ...waits } });
  const asks = { endpoint: 'risk', body: { send: { note: marker } }, createdAt: now };
  await database.journeyCall.create({
    data: { programmeId, key: `${enrolmentId}/risk/1`, enrolmentId, memberId, ...asks },
  });
  await database.message.updateMany({
    where: { enrolmentId },
    data: { onlyIf: { kind: 'journey', holds: { entry: 'note', is: marker }, known, zone: 'member' } },
  });
}

/** Files that came in and went out, and a row that an import could not take. */
async function writeFiles(programmeId: number, memberId: bigint, now: Date, id: string): Promise<void> {
  await database.$executeRaw`
    WITH u AS (INSERT INTO upload (programme_id, media_type, bytes, sha256) VALUES (${programmeId}::smallint, 'text/csv', 9, 'x') RETURNING id),
    p AS (INSERT INTO upload_part (upload_id, part, content) SELECT id, 0, convert_to(${`id,name\n${id},x`}, 'UTF8') FROM u),
    i AS (INSERT INTO import_run (programme_id, source_hash, options, started_at, finished_at, kind, status, upload_id, problem)
      SELECT ${programmeId}::smallint, 'h', '{}', ${now}, ${now}, 'members', 'finished', id, ${JSON.stringify({ message: id })}::jsonb FROM u RETURNING id)
    INSERT INTO import_reject (import_id, line, field, value, code, detail, fix, content, cells)
    SELECT id, 2, 'email', ${marker}, 'EVENT_INVALID', ${`${marker} is none`}, 'mend it', ${`${id},${marker}`}, ARRAY[${id}, ${marker}] FROM i`;
  await database.$executeRaw`
    WITH x AS (INSERT INTO data_export (programme_id, kind, format, member_id, actor, created_at, expires_at)
      SELECT ${programmeId}::smallint, k, 'ndjson', m, 'test', ${now}, ${now}
      FROM (VALUES ('member', ${memberId}::bigint), ('members', null)) v (k, m) RETURNING id)
    INSERT INTO data_export_part (export_id, part, content) SELECT id, 0, convert_to(${`{"id":"${id}"}`}, 'UTF8') FROM x`;
}

type Written = Awaited<ReturnType<typeof openWritten>>;

async function erase({ deps, programmeId, id, clock }: Written) {
  await requestErasure(deps, programmeId, { memberId: id, reason: `asked by ${id}`, afterDays: 7, actor: 'test' });
  expect(await eraseDue(database, programmeId, clock.now())).toBe(false);
  const due = new Date(clock.now().getTime() + 7 * 86_400_000);
  let pages = 0;
  while (await eraseDue(database, programmeId, due)) expect((pages += 1)).toBeLessThan(100);
  await publishNotifications(database);
  return pages;
}

const broken = async () => {
  const { violations, ok, ...chains } = await checkLedger(database, { full: true });
  return ok ? [] : [violations, chains];
};

describe('A person who is erased', () => {
  it('is found in no column of any table, and the books and seals hold', async () => {
    const written = await openWritten();
    await sealWhole(() => sealLedger(database));
    await sealWhole(() => sealFacts(database));
    const before = await placesOf(marker);
    for (const place of [
      ...[
        'member.external_id',
        'member_profile.attributes',
        'event.event_id',
        'audit_event.reason',
        'audit_event.after',
      ],
      ...[
        'review_case.facts',
        'adjustment.reason',
        'member_merge.moved',
        'message.subject',
        'step.outcome',
        'shop_order.state',
      ],
      ...[
        'withdrawal.address',
        'suppression.address',
        'idempotent_answer.body',
        'parked_event.fact',
        'mail_report.detail',
        'upload_part.content',
        'import_reject.cells',
        'data_export_part.content',
        'import_run.problem',
      ],
    ]) {
      expect(before).toContain(`public.${place}`);
    }
    expect(before).toContain('ledger.txn.reason');
    expect(await broken()).toEqual([]);
    await erase(written);
    expect(await placesOf(marker)).toEqual([]);
    expect(await placesOf('20 7946')).toEqual([]);
    expect(await broken()).toEqual([]);
    expect(await sealWhole(() => sealFacts(database))).not.toEqual({ sealed: 0 });
    expect(await broken()).toEqual([]);
    const { memberId, programmeId } = written;
    const [after, balance] = [
      await database.member.findUniqueOrThrow({ where: { id: memberId } }),
      await database.ledgerBalance.findUniqueOrThrow({ where: { programmeId_memberId: { programmeId, memberId } } }),
    ];
    expect(after).toMatchObject({ status: 'ERASED', ordersCount: 3, tags: [] });
    expect(after.externalId).toMatch(/^erased-[0-9a-f]{32}$/);
    expect(balance).toMatchObject({ pending: 0n, available: 0n, held: 0n, debt: 0n });
    expect(
      await database.notification.count({
        where: { memberId, type: 'member.status_changed', object: { path: ['status'], equals: 'erased' } },
      }),
    ).toBe(1);
  });

  it('leaves a change behind the seals to be found, of what was erased, too', async () => {
    const written = await openWritten();
    await erase(written);
    await sealWhole(() => sealLedger(database));
    await sealWhole(() => sealFacts(database));
    expect(await broken()).toEqual([]);
    const forge = async (sql: string) => {
      await inTransaction(database, async (tx) => {
        await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
        await tx.$executeRawUnsafe(sql);
      });
    };
    const leaf = await database.ledgerErasedLeaf.findFirstOrThrow({
      where: { kind: 'audit' },
      orderBy: { id: 'desc' },
    });
    await forge(`UPDATE audit_event SET actor = 'somebody' WHERE id = ${leaf.factId}`);
    expect(JSON.stringify(await broken())).toContain('altered');
    await forge(`UPDATE audit_event SET actor = 'test' WHERE id = ${leaf.factId}`);
    expect(await broken()).toEqual([]);
    // A mark of what never was erased: sealed marks show it, and one of another member's transaction counts for nothing.
    await forge(`UPDATE ledger.erased_leaf SET after = '\\x00' WHERE id = ${leaf.id}`);
    expect(JSON.stringify(await broken())).toContain('altered');
  });
});
