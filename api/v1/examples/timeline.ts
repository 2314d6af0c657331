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
