export const programmeExample = {
  code: 'reference',
  name: 'Gift Shop Club',
  asset: 'points',
  currency: 'GBP',
  zone: 'Europe/London',
  rulesVersion: 1,
  definition: { name: 'Gift Shop Club', currency: 'GBP', zone: 'Europe/London', earning: { points: 1, per: 1 } },
  rules: ['1 point for every GBP 1.00'],
  counts: { members: 1, outstandingPoints: 86 },
  now: '2026-12-08T15:00:00.000Z',
};

export const programmeInputExample = {
  name: 'Gift Shop Club',
  currency: 'GBP',
  zone: 'Europe/London',
  earning: { points: 1, per: 1, steps: [{ above: 300, multiplier: 1.5 }] },
  redemption: { points: 100, per: 1, maxShare: 0.5 },
};
