import { inTransaction } from '../../platform/database.ts';
import type { IntakeDeps } from '../intake/answers.ts';
import { memberIdOf } from '../members/find.ts';
import { openReviewCases } from '../reviews/decide.ts';
import { privacySubject } from '../reviews/privacy.ts';
import type { ShopAnswer } from './answers.ts';
import type { PrivacyRequest } from './rules-told.ts';
import type { ShopConnection } from './shop-connection.ts';

const reasons = {
  erase: 'the shop passes on that this customer is to be forgotten',
  export: 'the shop passes on that this customer asks what is kept of them',
} as const;

/** Puts what a customer asks of whoever keeps their data before a person, once a request. It holds the member's id and no more. */
export async function openPrivacyCase(
  { database, clock }: IntakeDeps,
  { id, programmeId, kind }: ShopConnection,
  { topic, key, memberId: member }: PrivacyRequest,
): Promise<ShopAnswer> {
  if (topic === 'erase-shop') {
    return { events: [], ignored: 'the shop has let go of its app: what is kept here is its owner’s to delete' };
  }
  if (member === null) return { events: [], ignored: 'it names no customer' };
  const caseId = await inTransaction(database, async (tx) => {
    const memberId = await memberIdOf(tx, programmeId, member);
    const [opened] = await openReviewCases(tx, programmeId, [
      {
        ...{ key: `privacy:${key}`, subject: privacySubject, enrolmentId: null, at: clock.now() },
        memberId: memberId === undefined ? null : String(memberId),
        reasons: [reasons[topic]],
        facts: { member, request: topic, shop: kind, connection: id },
      },
    ]);
    return opened;
  });
  return { events: [], ignored: `a person decides: case ${caseId ?? ''}` };
}
