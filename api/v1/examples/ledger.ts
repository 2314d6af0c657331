export const ledgerTotalsExample = {
  by: 'source',
  data: [
    { key: 'order', issued: 486, redeemed: 0, expired: 0, clawedBack: 0, adjusted: 0 },
    { key: 'redemption', issued: 0, redeemed: 400, expired: 0, clawedBack: 0, adjusted: 0 },
  ],
  outstanding: 86,
  liabilityMinor: 86,
};
