export const memberPageExample = {
  data: [
    {
      id: 'anna-1',
      status: 'active',
      email: 'anna@example.com',
      phone: null,
      name: 'Anna',
      birthday: null,
      zone: null,
      locale: null,
      tags: [],
      consent: { email: true },
      attributes: {},
      tier: 'base',
      joinedAt: '2026-12-08T09:00:00.000Z',
      profileCompletedAt: null,
      lastOrderAt: '2026-12-08T10:03:00.000Z',
      ordersCount: 2,
      spentMinor: 43600,
      currency: 'GBP',
      balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
      streak: null,
    },
  ],
  nextCursor: null,
};

export const memberInputExample = { id: 'anna-1', email: 'anna@example.com', name: 'Anna', consent: { email: true } };

export const memberExample = {
  id: 'anna-1',
  status: 'active',
  email: 'anna@example.com',
  phone: null,
  name: 'Anna',
  birthday: null,
  zone: null,
  locale: null,
  tags: [],
  consent: { email: true },
  attributes: {},
  tier: 'base',
  joinedAt: '2026-12-08T09:00:00.000Z',
  profileCompletedAt: null,
  lastOrderAt: '2026-12-08T10:03:00.000Z',
  ordersCount: 2,
  spentMinor: 43600,
  currency: 'GBP',
  balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
  streak: null,
};

export const memberPatchExample = { locale: 'zh-CN', phone: null };

export const timelineEntryPageExample = {
  data: [
    {
      at: '2026-12-08T10:03:00.000Z',
      text: 'Order 1002, GBP 36.00',
      lines: ['GBP 36.00 at 1 for every GBP 1.00', '400 points used, worth GBP 4.00'],
      points: 36,
      available: 86,
      source: { type: 'order', id: '1002' },
    },
  ],
  nextCursor: null,
};

export const referralExample = {
  code: 'ANNA7K',
  url: 'http://localhost:3000/r/ANNA7K',
  invited: 2,
  paid: 1,
  invitedBy: null,
};

export const reasonInputExample = { reason: 'asked for by the member' };

export const memberTokenInputExample = { memberId: 'anna-1', checkIn: true };

export const memberTokenExample = {
  token: 'mtk_eyJtIjoiYW5uYS0xIn0.c0ffee',
  memberId: 'anna-1',
  expiresAt: '2026-12-08T10:15:00.000Z',
};
