import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { normalAddress, readEmail } from '../../values/contact.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

const addresses = [
  ...['info@straße.example', 'Anna@Beispiel.example', 'shop@münchen.example', 'a@例え。テスト', 'Müller@example.org'],
  ...['an\u200bna@exam\u00adple.org', 'x@fußball-fürth.bücher.example', 'plain@xn--mnchen-3ya.example'],
  ...['b@пример.example', 'c@ñandú-και-日本.example'],
];

describe('Addresses from before they were kept in one form', () => {
  it('are brought into it by the migration', async () => {
    const { url, database } = await freshDatabase();
    const { programmeId, send, event } = await openShop(database);
    await send(...addresses.map((_, place) => event('member.joined', {}, { memberId: `m${place}` })));
    for (const [place, email] of addresses.entries()) {
      await database.$executeRaw`
        UPDATE member_profile SET email = ${email} FROM member m
        WHERE m.id = member_id AND m.programme_id = ${programmeId}::smallint AND m.external_id = ${`m${place}`}`;
      await database.$executeRaw`
        INSERT INTO suppression (programme_id, channel, address, reason, since)
        VALUES (${programmeId}::smallint, 'email', lower(btrim(${email})), 'by hand', now())`;
    }
    const file = join(packageRoot(), 'prisma', 'migrations', '20261129000320_addresses_and_ids', 'migration.sql');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('DROP INDEX member_email_like_id');
    await client.query(readFileSync(file, 'utf8'));
    await client.end();
    const members = await database.member.findMany({ where: { programmeId }, include: { profile: true } });
    const kept = new Map(members.map(({ externalId, profile }) => [externalId, profile?.email]));
    expect(addresses.map((_, place) => kept.get(`m${place}`))).toEqual(
      addresses.map((email) => (/^\p{ASCII}*$/u.test(email) ? email : readEmail(email))),
    );
    const suppressed = (await database.suppression.findMany({ where: { programmeId } })).map(({ address }) => address);
    expect(suppressed).toEqual(expect.arrayContaining(addresses.map(normalAddress)));
  });
});
