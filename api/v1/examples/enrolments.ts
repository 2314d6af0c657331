export const enrolmentExample = {
  id: 'enr_4w8e2r6t',
  campaign: 'welcome',
  version: 1,
  memberId: 'anna-1',
  occurrence: 1,
  status: 'active',
  reason: null,
  heldOut: false,
  waitsFor: 'first order',
  waitsUntil: '2026-12-22T09:00:00.000Z',
  enrolledAt: '2026-12-08T09:00:00.000Z',
  endedAt: null,
};

export const enrolmentPageExample = {
  data: [
    {
      id: 'enr_4w8e2r6t',
      campaign: 'welcome',
      version: 1,
      memberId: 'anna-1',
      occurrence: 1,
      status: 'active',
      reason: null,
      heldOut: false,
      waitsFor: 'first order',
      waitsUntil: '2026-12-22T09:00:00.000Z',
      enrolledAt: '2026-12-08T09:00:00.000Z',
      endedAt: null,
    },
  ],
  nextCursor: null,
};

export const enteringInputExample = { memberId: 'anna-1', fields: { cartId: 'cart-77' } };

export const enteringExample = {
  campaign: 'abandoned-cart',
  memberId: 'anna-1',
  outcome: 'entered',
  reason: null,
  enrolment: {
    id: 'enr_4w8e2r6t',
    campaign: 'abandoned-cart',
    version: 1,
    memberId: 'anna-1',
    occurrence: 1,
    status: 'active',
    reason: null,
    heldOut: false,
    waitsFor: null,
    waitsUntil: null,
    enrolledAt: '2026-12-08T09:00:00.000Z',
    endedAt: null,
  },
};
