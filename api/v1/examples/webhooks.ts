export const webhookEndpointInputExample = {
  url: 'https://shop.example/hooks',
  types: ['points.earned', 'tier.changed'],
};

export const webhookEndpointExample = {
  id: 'whe_1a5s9d3f',
  url: 'https://shop.example/hooks',
  types: ['points.earned', 'tier.changed'],
  status: 'enabled',
  createdAt: '2026-12-08T09:00:00.000Z',
};

export const madeEndpointExample = { ...webhookEndpointExample, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };

export const webhookEndpointPageExample = { data: [webhookEndpointExample], nextCursor: null };

export const webhookEndpointPatchExample = { status: 'enabled' };

export const replayInputExample = { from: '2026-12-08T09:00:00.000Z', to: '2026-12-08T15:00:00.000Z' };

export const replayExample = { endpointId: 'whe_1a5s9d3f', notifications: 4 };

export const notificationExample = {
  id: 'ntf_6g2h8j4k',
  type: 'points.redeemed',
  timestamp: '2026-12-08T10:03:00.000Z',
  data: {
    memberId: 'anna-1',
    sequence: 5,
    object: {
      id: 'txn_8m1n3b5v',
      memberId: 'anna-1',
      kind: 'capture',
      points: -400,
      at: '2026-12-08T10:03:00.000Z',
      recordedAt: '2026-12-08T10:03:00.000Z',
      source: { type: 'redemption', id: 'red_9c4x7k2m' },
      balance: { available: 50, pending: 0, held: 0, debt: 0, version: 3 },
    },
  },
};

export const notificationPageExample = { data: [notificationExample], nextCursor: 'WyJxM2w4IiwiNSJd' };

export const streamExample = `id: ntf_6g2h8j4k\nevent: points.redeemed\ndata: ${JSON.stringify(notificationExample)}\n\n`;

export const deliveryExample = {
  id: 'dlv_3x7c1v5b',
  notificationId: 'ntf_6g2h8j4k',
  endpointId: 'whe_1a5s9d3f',
  type: 'points.redeemed',
  status: 'waiting',
  attempts: 2,
  lastStatus: 503,
  lastError: 'answered 503',
  nextTryAt: '2026-12-08T10:08:05.000Z',
  createdAt: '2026-12-08T10:03:00.000Z',
};

export const deliveryPageExample = { data: [deliveryExample], nextCursor: null };
