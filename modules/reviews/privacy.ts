import type { Db } from '../../platform/database.ts';
import { requestErasureIn } from '../erasures/request.ts';

/** What is decided: what a customer may ask by law. */
export const privacySubject = 'privacy-request';

/** Does what a case asks once a person has approved it: the member is erased, with the usual days of grace. */
export async function grantPrivacyRequest(
  tx: Db,
  now: Date,
  programmeId: number,
  { request, member, actor }: { readonly request: string | null; readonly member: string; readonly actor: string },
): Promise<void> {
  if (request !== 'erase') return;
  const reason = 'the shop passes on that this customer is to be forgotten';
  await requestErasureIn(tx, now, programmeId, { memberId: member, reason, actor });
}
