import { readNotes } from '../../../modules/invariants/rows-verification.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { endpoint } from '../endpoint.ts';
import { ledgerVerificationExample } from '../examples/health.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { ledgerVerificationSchema } from '../schemas/health.ts';

const getVerification = endpoint(
  {
    operationId: 'getVerification',
    method: 'get',
    path: '/ledger/verification',
    tag: 'Points',
    summary: 'The last proof of the ledger',
    description: 'At the command line: perennial ledger verify.',
    scope: 'finance',
    idempotency: 'safe',
    useCase: 'invariants.notes',
    cli: 'ledger verify',
    page: 'Health',
    answers: {
      200: { description: 'The thing as it is.', schema: ledgerVerificationSchema, example: ledgerVerificationExample },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ db }) => {
    const { last, standing } = await readNotes(db);
    const at = standing.at(-1)?.foundAt ?? last?.at;
    if (at === undefined) {
      throw new PerennialError('VERIFICATION_NOT_FOUND', 'Nothing of the ledger was sealed and proved yet.');
    }
    const body = {
      status: standing.length === 0 ? 'holds' : 'broken',
      at,
      // Which member or transaction is another programme's business, for the chain is over all of them.
      violations: standing.map(({ fault, foundAt }) => ({
        name: fault.of === 'invariant' ? fault.invariant : fault.of,
        foundAt,
      })),
      sealedThrough: last?.seal == null ? null : publicIdOf('txn', last.seal.lastId),
      head: last?.seal?.hash ?? null,
    };
    return { status: 200, body };
  },
);

export const ledgerEndpoints = [getVerification];
