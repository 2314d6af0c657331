import { z } from 'zod';
import { PerennialError } from '../../platform/errors.ts';
import { readRows } from '../../platform/rows.ts';
import { without } from '../../values/without.ts';
import { listMembers } from '../members/list.ts';
import { membershipStatuses } from '../members/rules-membership.ts';
import { readMembersNow } from '../member-view/members-now.ts';
import { pagesOfAudience } from '../segments/count.ts';
import { audienceOf } from '../segments/show.ts';
import type { ExportRow, RowSource } from './row-source.ts';
import { listed, pageRows } from './filters.ts';

export const memberFilter = z.strictObject({
  ...{ query: z.string().min(2).optional(), email: z.string().optional(), phone: z.string().optional() },
  ...{ tag: z.string().optional(), tier: z.string().optional() },
  segment: z.string().optional(),
  status: listed(z.enum(membershipStatuses)),
  joinedFrom: z.coerce.date().optional(),
  joinedTo: z.coerce.date().optional(),
  hasBalance: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

const consentRow = z.object({ memberId: z.string(), granted: z.boolean(), source: z.string(), at: z.date() });
const lotRow = z.object({
  memberId: z.string(),
  points: z.number(),
  earnedAt: z.date(),
  expiresAt: z.date().nullable(),
});

/** Members as they stand, in the fields in which `import members` takes them; who was erased is not among them. */
export async function* memberRows(
  source: RowSource,
  filter: z.output<typeof memberFilter>,
): AsyncGenerator<readonly ExportRow[]> {
  const {
    db,
    programme: { id: programmeId },
    now,
  } = source;
  for await (const ids of pagesOf(source, filter)) {
    const members = await readMembersNow(db, programmeId, ids, now);
    const rowIds = members.map(({ rowId }) => rowId);
    const consents = await readRows(
      consentRow,
      db.$queryRaw`
        SELECT member_id::text AS "memberId", granted, source, changed_at AS at FROM consent
        WHERE programme_id = ${programmeId}::smallint AND member_id = ANY (${rowIds}::bigint[]) AND channel = 'email'`,
    );
    const lots = await readRows(
      lotRow,
      db.$queryRaw`
        SELECT l.member_id::text AS "memberId", (l.remaining + l.held)::float8 AS points, t.effective_at AS "earnedAt",
          nullif(l.expires_at, 'infinity') AS "expiresAt"
        FROM ledger.lot l JOIN ledger.txn t ON t.id = l.earn_txn_id
        WHERE l.member_id = ANY (${rowIds}::bigint[]) AND l.state <> 'CLOSED' AND l.remaining + l.held > 0
          AND (l.expires_at > ${now}::timestamptz)
        ORDER BY l.member_id, l.id`,
    );
    yield members.map(({ rowId, marketing: _, otherConsents: _o, streak: _s, balance, ...member }) => {
      const said = consents.find(({ memberId }) => memberId === rowId);
      const own = lots.filter(({ memberId }) => memberId === rowId);
      const known = without(member, 'profileCompletedAt');
      const points = without(balance, 'version');
      return {
        ...known,
        ...(said === undefined ? {} : { consent: said.granted, consentAt: said.at, consentSource: said.source }),
        lots: own.map(({ points: count, earnedAt, expiresAt }) => ({ points: count, earnedAt, expiresAt })),
        ...points,
      };
    });
  }
}

/** Pages of the shop's ids: those of a list, or of a segment. */
async function* pagesOf(
  { db, programme: { id: programmeId }, now }: RowSource,
  { status = ['active', 'suspended', 'closed'], segment, ...filter }: z.output<typeof memberFilter>,
): AsyncGenerator<readonly string[]> {
  if (segment !== undefined) {
    refuseBeside(filter);
    const audience = await audienceOf(db, programmeId, segment, now);
    for await (const page of pagesOfAudience(db, audience, pageRows)) yield page.map(({ member }) => member);
    return;
  }
  for (let before: string | undefined; ;) {
    const { ids, next } = await listMembers(db, programmeId, { ...filter, status, before, limit: pageRows });
    yield ids;
    if (next === undefined) return;
    before = next;
  }
}

/** A segment says by itself who is meant. */
function refuseBeside(filter: object): void {
  const [field] = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (field === undefined) return;
  throw new PerennialError('REQUEST_INVALID', `filter.${field} is given beside a segment.`, {
    field: `filter.${field}`,
    fix: 'Leave one of the two out, or put it into the condition of the segment.',
  });
}
