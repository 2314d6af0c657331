export const messageExample = {
  id: 'msg_7y3u1i9o',
  memberId: 'anna-1',
  campaign: 'welcome',
  enrolmentId: 'enr_4w8e2r6t',
  channel: 'email',
  class: 'service',
  template: 'welcome',
  locale: 'en',
  status: 'sent',
  reason: null,
  subject: 'Welcome: 100 points are yours',
  reservedAt: '2026-12-08T09:00:00.000Z',
  notBefore: '2026-12-08T09:00:00.000Z',
  deadline: null,
  sentAt: '2026-12-08T09:01:00.000Z',
  attempts: 1,
};

export const messagePageExample = {
  data: [
    {
      id: 'msg_7y3u1i9o',
      memberId: 'anna-1',
      campaign: 'welcome',
      enrolmentId: 'enr_4w8e2r6t',
      channel: 'email',
      class: 'service',
      template: 'welcome',
      locale: 'en',
      status: 'sent',
      reason: null,
      subject: 'Welcome: 100 points are yours',
      reservedAt: '2026-12-08T09:00:00.000Z',
      notBefore: '2026-12-08T09:00:00.000Z',
      deadline: null,
      sentAt: '2026-12-08T09:01:00.000Z',
      attempts: 1,
    },
  ],
  nextCursor: null,
};

export const suppressionExample = {
  id: 'sup_5r1t7y3u',
  channel: 'email',
  address: 'gone@example.com',
  reason: 'bounced',
  since: '2026-12-08T09:00:00.000Z',
};

export const suppressionPageExample = {
  data: [
    {
      id: 'sup_5r1t7y3u',
      channel: 'email',
      address: 'gone@example.com',
      reason: 'bounced',
      since: '2026-12-08T09:00:00.000Z',
    },
  ],
  nextCursor: null,
};

export const suppressionInputExample = { address: 'gone@example.com', reason: 'asked by phone' };

export const messageReasonsExample = {
  reasons: [
    { status: 'sent', reason: null, text: null, count: 19 },
    { status: 'skipped', reason: 'the profile was complete', text: 'the profile was complete', count: 4 },
  ],
  partial: false,
};
