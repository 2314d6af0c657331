const counts = {
  lines: 12_000,
  imported: 11_958,
  duplicates: 40,
  rejected: 2,
  leftOut: 0,
  newMembers: 310,
  pointsGiven: 481_220,
  lapsedPoints: 0,
};

export const importExample = {
  id: 'imp_2q6w9e4r',
  kind: 'orders',
  status: 'running',
  dryRun: false,
  fileName: 'orders-2026.csv',
  hasFile: true,
  readAs: {
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    dates: null,
    decimal: '.',
    zone: 'Europe/London',
    lines: null,
    columns: { order_id: 'Order', customer_id: 'Customer', placed_at: 'Date', amount: 'Total' },
    unread: ['Note'],
    header: ['Order', 'Customer', 'Date', 'Total', 'Note'],
  },
  linesTotal: 12_001,
  createdBy: 'key_4n8b2v6c',
  counts,
  createdAt: '2026-12-08T15:00:00.000Z',
  finishedAt: null,
};

const nothing = Object.fromEntries(Object.keys(counts).map((name) => [name, 0]));
export const queuedImportExample = { ...importExample, status: 'queued', counts: nothing };
export const importAgainInputExample = { dryRun: false, dates: 'dmy' };
export const cancelledImportExample = {
  ...importExample,
  status: 'cancelled',
  finishedAt: '2026-12-08T15:00:00.000Z',
};
export const importPageExample = { data: [importExample], nextCursor: null };

export const rejectPageExample = {
  data: [
    {
      line: 311,
      field: 'amount',
      value: '12,50',
      code: 'AMOUNT_INVALID',
      detail: 'is not an amount',
      fix: 'Write 12.50.',
      row: '1311,anna-1,2026-12-08T09:05:00Z,"12,50"',
      cells: ['1311', 'anna-1', '2026-12-08T09:05:00Z', '12,50'],
    },
  ],
  nextCursor: null,
};

export const rejectFileExample = `line,field,value,reason,fix,order_id,customer_id,placed_at,amount
311,amount,"12,50",is not an amount,Write 12.50.,1311,anna-1,2026-12-08T09:05:00Z,"12,50"
`;

export const uploadExamples = {
  'text/csv': 'order_id,customer_id,placed_at,amount\n1001,anna-1,2026-12-08T09:05:00Z,400.00\n',
  'application/x-ndjson':
    '{"order_id":"1001","customer_id":"anna-1","placed_at":"2026-12-08T09:05:00Z","amount":"400.00"}\n',
};
