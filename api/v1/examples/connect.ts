export const connectionInputExample = {
  kind: 'shopify',
  secret: 'shpss_0123456789abcdef',
  settings: { amountOf: 'goods' },
};

export const connectionPatchExample = { settings: { guests: 'by_email' } };

export const connectionExample = {
  id: 'cnx_2e6r4t8y',
  kind: 'shopify',
  name: null,
  path: '/v1/connect/shopify/cnx_2e6r4t8y',
  settings: {
    amountOf: 'goods',
    taxes: 'as_shown',
    placedWhen: 'paid',
    guests: 'ignore',
    customers: 'join',
    testOrders: false,
    excludedProducts: [],
  },
  lastCallAt: null,
  lastProblem: null,
  createdAt: '2026-12-08T09:00:00.000Z',
};

export const connectionPageExample = { data: [connectionExample], nextCursor: null };

export const connectAnswerExample = {
  events: [{ id: 'shopify:order:5940139491234', status: 'accepted', points: 36 }],
  ignored: null,
};

export const wooAnswerExample = { events: [{ id: 'woo:order:4750', status: 'accepted', points: 36 }], ignored: null };

const money = (amount: string) => ({ shop_money: { amount, currency_code: 'GBP' } });

export const shopifyBodyExample = {
  id: 5940139491234,
  test: false,
  created_at: '2026-12-08T10:03:00Z',
  processed_at: '2026-12-08T10:03:00Z',
  updated_at: '2026-12-08T10:03:02Z',
  financial_status: 'paid',
  taxes_included: true,
  total_price_set: money('36.00'),
  customer: { id: 118, email: 'anna@example.com' },
  line_items: [{ id: 1, quantity: 1, price_set: money('36.00'), discount_allocations: [] }],
};

export const wooBodyExample = {
  id: 4750,
  status: 'processing',
  currency: 'GBP',
  prices_include_tax: true,
  date_created_gmt: '2026-12-08T10:03:00',
  date_modified_gmt: '2026-12-08T10:03:02',
  date_paid_gmt: '2026-12-08T10:03:00',
  total: '36.00',
  total_tax: '6.00',
  shipping_total: '0.00',
  shipping_tax: '0.00',
  customer_id: 1,
  line_items: [{ product_id: 93, total: '30.00', total_tax: '6.00' }],
};

export const channelReportExample = {
  type: 'message.delivered',
  id: 'txt_3f2a9c1d8b7e6f504132a1b2c3d4e5f6',
  at: '2026-12-08T10:03:04.000Z',
  providerId: 'SM0123456789',
};

export const channelReportAnswerExample = { id: 'rpt_0198a7', status: 'taken', suppressed: false };

export const mailAnswerExample = {
  reports: [{ id: 'mailgun:G9Bn5sl1', status: 'taken', suppressed: true }],
  ignored: null,
};

export const mailBodyExamples = {
  ses: {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:mail-reports',
    Message: '{"notificationType":"Bounce"}',
    Timestamp: '2026-12-08T10:03:00.000Z',
    SignatureVersion: '2',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
  },
  postmark: {
    RecordType: 'Bounce',
    ID: 42,
    Type: 'HardBounce',
    Email: 'anna@example.com',
    BouncedAt: '2026-12-08T10:03:00Z',
    Details: '550 no such user',
  },
  mailgun: {
    signature: {
      timestamp: '1796724180',
      token: 'a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0',
      signature: 'd2271d12',
    },
    'event-data': {
      event: 'failed',
      severity: 'permanent',
      id: 'G9Bn5sl1',
      timestamp: 1796724180,
      recipient: 'anna@example.com',
    },
  },
  sendgrid: {
    event: 'bounce',
    email: 'anna@example.com',
    timestamp: 1796724180,
    sg_event_id: '6g4ZI7SA',
    status: '5.1.1',
  },
  mailjet: {
    event: 'bounce',
    time: 1796724180,
    MessageID: 19421777835146490,
    email: 'anna@example.com',
    hard_bounce: true,
  },
} as const;
