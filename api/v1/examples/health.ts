export const healthExample = { status: 'ok', checks: [{ name: 'PostgreSQL', status: 'ok', detail: '18.4' }] };

export const ledgerVerificationExample = {
  status: 'holds',
  at: '2026-12-08T15:00:00.000Z',
  violations: [],
  sealedThrough: 'txn_1q9w4e7r',
  head: '9f2c',
};

export const ledgerVerificationRunningExample = { ...ledgerVerificationExample, status: 'running' };
