import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

describe('An id that was never given', () => {
  it.each(['txn_00000000', 'txn_b0hsht5fd67883o6159qybybdmh1q3dhml50t3', `txn_${'9'.repeat(40)}`])(
    'is not found, however large the number in it: %s',
    async (id) => {
      const answer = await world.get(`/transactions/${id}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'TRANSACTION_NOT_FOUND', field: 'transactionId' } });
    },
  );

  it('of a member has no lots', async () => {
    const answer = await world.get('/lots?memberId=nobody');
    expect(answer).toMatchObject({ status: 404, body: { code: 'MEMBER_NOT_FOUND', field: 'memberId' } });
  });
});
