import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { reference } from '../support/shop.ts';
import { fixture, importingShops } from '../support/import-shop.ts';

const { openShop, database } = await importingShops();
const header = 'order_id,customer_id,placed_at,amount\n';

describe('a file as shops export it', () => {
  it('of Shopify is known by its header: lines, refunds, cancelled orders and guests are what they are', async () => {
    const { take, orders, points, rejects } = await openShop({ currency: 'USD' });
    const report = await take(fixture('shopify.csv'));
    expect(report).toMatchObject({ rows: 7, taken: 5, leftOut: 1, rejected: 1, orders: 4, returns: 2 });
    expect(await orders()).toEqual({ '#1001': 150, '#1002': 170, '#1003': 0, '#1004': 25 });
    expect(await points()).toEqual({
      'ann@example.test': 150,
      'bob@example.test': 170,
      'cy@example.test': 0,
      'dee@example.test': 25,
    });
    expect(await rejects()).toMatch(/,Email,,is empty,"leave guests out/);
    expect(report.readAs).toMatchObject({
      format: 'shopify',
      columns: { order_id: 'Name', customer_id: 'Email', amount: 'Total', status: 'Financial Status' },
    });
    const { placedAt } = await database.salesOrder.findFirstOrThrow({ where: { orderId: '#1001' } });
    expect(placedAt.toISOString()).toBe('2026-04-05T17:06:21.000Z');
  });

  it('of a German system is read: semicolons, Windows letters, days first, a comma before the cents', async () => {
    const { take, orders, points } = await openShop({ currency: 'EUR', zone: 'Europe/Berlin' });
    const report = await take(fixture('german.csv'));
    expect(await orders()).toEqual({ 'LF-1001': 18, 'LF-1002': 1207.5 });
    expect(await points()).toEqual({ 'müller@example.test': 18, 'groß@example.test': 1207 });
    expect(report.readAs).toMatchObject({ encoding: 'windows-1252', delimiter: ';', decimal: ',' });
    const { placedAt } = await database.salesOrder.findFirstOrThrow({ where: { orderId: 'LF-1001' } });
    expect(placedAt.toISOString()).toBe('2026-08-20T16:30:00.000Z');
  });

  it.each<[string, string, Record<string, number>]>([
    [
      'woocommerce',
      [
        'order_id,order_number,order_date,status,order_total,order_currency,customer_id,customer_email,refunded_total',
        '51,W1,2026-02-20 10:00:00,completed,40.00,GBP,7,a@example.test,0',
        '52,W2,2026-02-20 10:00:00,refunded,10.00,GBP,8,b@example.test,10.00',
        '53,W3,2026-02-20 10:00:00,processing,9.00,GBP,0,guest@example.test,0',
        '54,W4,2026-02-20 10:00:00,cancelled,9.00,GBP,7,a@example.test,0',
      ].join('\n'),
      { '7': 40, '8': 0 },
    ],
    [
      'magento',
      [
        'ID,"Purchase Point","Purchase Date","Bill-to Name","Grand Total (Base)","Grand Total (Purchased)",Status,"Customer Email","Total Refunded"',
        '000000001,"Main Website","Apr 5, 2026, 9:06:21 PM",Ann,"£1,040.00","$1,300.00",Complete,a@example.test,£0.00',
        '000000002,"Main Website","Apr 5, 2026, 9:06:21 PM",Bob,£40.00,$50.00,Closed,b@example.test,£15.00',
        '000000003,"Main Website","Apr 5, 2026, 9:06:21 PM",Cy,£40.00,$50.00,"Pending Payment",c@example.test,',
      ].join('\n'),
      { 'a@example.test': 1040, 'b@example.test': 25 },
    ],
    [
      'square',
      [
        'Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,Tip,Total Collected,Transaction ID,Event Type,Customer ID',
        '2026-04-05,21:06:21,London,£30.00,£0.00,£30.00,£0.00,£30.00,T1,Payment,C1',
        '2026-04-06,09:00:00,London,-£10.00,£0.00,-£10.00,£0.00,-£10.00,T1,Refund,C1',
        '2026-04-06,09:30:00,London,£5.00,£0.00,£5.00,£0.00,£5.00,T2,Payment,',
      ].join('\n'),
      { C1: 20 },
    ],
    [
      'amazon',
      [
        'order-id\torder-item-id\tpurchase-date\tbuyer-email\tcurrency\titem-price\titem-tax\tshipping-price\tshipping-tax',
        '202-1\t1\t2026-04-05T21:06:21+00:00\ta@example.test\tGBP\t10.00\t2.00\t3.00\t0.00',
        '202-1\t2\t2026-04-05T21:06:21+00:00\ta@example.test\tGBP\t20.00\t4.00\t\t',
        '202-2\t3\t2026-04-05T21:06:21+00:00\tb@example.test\tGBP\t7.00\t0.00\t0.00\t0.00',
      ].join('\n'),
      { 'a@example.test': 39, 'b@example.test': 7 },
    ],
    [
      'odoo',
      [
        'Order Reference,Order Date,Customer/Email,Customer,Salesperson,Total,Status',
        'S00001,2026-04-05 21:06:21,a@example.test,Ann A,Mitchell,120.00,Sales Order',
        'S00002,2026-04-05 21:06:21,b@example.test,Bob B,Mitchell,50.00,Quotation',
      ].join('\n'),
      { 'a@example.test': 120 },
    ],
  ])('of %s is known by its header', async (format, content, points) => {
    const shop = await openShop();
    const report = await shop.take(await shop.file(content));
    expect(report.readAs.format).toBe(format);
    expect(await shop.points()).toEqual(points);
    expect(report.rows).toBe(report.taken + report.leftOut + report.rejected);
  });

  it('may have empty cells behind its last column', async () => {
    const { take, orders } = await openShop();
    expect(await take(fixture('trailing-cells.csv'))).toMatchObject({ rows: 3, orders: 3, rejected: 0 });
    expect(await orders()).toEqual({ t1: 100, t2: 50, t3: 50 });
  });

  it('may have a note of ten thousand characters, and loses no row for it', async () => {
    const { take, orders } = await openShop();
    expect(await take(fixture('long-row.csv'))).toMatchObject({ rows: 3, taken: 3, rejected: 0 });
    expect(await orders()).toEqual({ n1: 10, n2: 20, n3: 30 });
  });

  it.each(['names-gbk.csv', 'names-utf8.csv'])('keeps the names of its customers apart: %s', async (name) => {
    const { take, points } = await openShop();
    await take(fixture(name));
    expect(await points()).toEqual({ 张三: 100, 李四: 50, 王五: 30 });
  });
});

describe('rows of one order', () => {
  it('are asked about, and never taken one by one or as "there already"', async () => {
    const { take, orders } = await openShop();
    await expect(take(fixture('line-items.csv'))).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringContaining('order L1'),
      fix: expect.stringContaining('--lines sum'),
    });
    expect(await orders()).toEqual({});
    const report = await take(fixture('line-items.csv'), { choices: { lines: 'sum' } });
    expect(report).toMatchObject({ rows: 5, taken: 5, orders: 2, duplicates: 0, rejected: 0 });
    expect(await orders()).toEqual({ L1: 30, L2: 75 });
  });

  it('may each say the whole amount', async () => {
    const { take, file, orders, rejects } = await openShop();
    const rows =
      'a,anna,2026-02-20,10.00\na,,,\nb,anna,2026-02-20,7.00\nb,anna,2026-02-20,7.00\nc,bo,2026-02-20,1\nc,bo,2026-02-20,2\n';
    const report = await take(await file(header + rows), { choices: { lines: 'first' } });
    expect(report).toMatchObject({ rows: 6, taken: 4, rejected: 2 });
    expect(await orders()).toEqual({ a: 10, b: 7 });
    expect(await rejects()).toContain('--lines sum');
  });

  it('that stand apart are rejected rather than called there already', async () => {
    const { take, file, orders, rejects } = await openShop();
    const rows = 'a,anna,2026-02-20,10.00\nb,bo,2026-02-20,5.00\na,anna,2026-02-20,10.00\n';
    expect(await take(await file(header + rows))).toMatchObject({ taken: 2, duplicates: 0, rejected: 1 });
    expect(await orders()).toEqual({ a: 10, b: 5 });
    expect(await rejects()).toMatch(/^4,order_id,a,stands in an earlier row of this file/m);
  });

  it('may be cancelled one by one', async () => {
    const { take, file, orders } = await openShop();
    const rows =
      'a,anna,2026-02-20,10.00,shipped\na,,,5.00,cancelled\na,,,3.00,returned\nb,bo,2026-02-20,4.00,cancelled\n';
    const path = await file(`order_id,customer_id,placed_at,amount,status\n${rows}`);
    expect(await take(path, { choices: { lines: 'sum' } })).toMatchObject({ rows: 4, taken: 3, leftOut: 1 });
    expect(await orders()).toEqual({ a: 10 });
  });

  it('are one customer’s', async () => {
    const { take, file, orders } = await openShop();
    const rows = 'a,anna,2026-02-20,10.00\na,bo,2026-02-20,10.00\n';
    expect(await take(await file(header + rows), { choices: { lines: 'sum' } })).toMatchObject({ rejected: 2 });
    expect(await orders()).toEqual({});
  });
});

describe('a refund under its order’s number', () => {
  it('returns that order, and not a newer one of the same amount', async () => {
    const { take, orders, points } = await openShop({ earning: reference.earning });
    expect(await take(fixture('refund-double-day.csv'))).toMatchObject({ orders: 2, returns: 1, pointsTakenBack: 200 });
    expect(await orders()).toEqual({ hpR1: 0, hpR2: 100 });
    expect(await points()).toEqual({ refanna: 100 });
  });

  it('may come several times', async () => {
    const { take, file, orders, points } = await openShop();
    expect(await take(fixture('partial-refunds.csv'))).toMatchObject({ orders: 1, returns: 3, rejected: 0 });
    expect(await orders()).toEqual({ P1: 20 });
    expect(await points()).toEqual({ anna: 20 });
    const again = await readFile(fixture('partial-refunds.csv'), 'utf8');
    expect(await take(await file(`${again}P2,bo,2026-02-27,5.00\n`))).toMatchObject({ taken: 1, duplicates: 4 });
    expect(await orders()).toEqual({ P1: 20, P2: 5 });
  });

  it('may stand before its order, as in a list with the newest first', async () => {
    const { take, file, orders, points } = await openShop();
    const rows = [
      'P1,anna,2026-02-26 12:00,-30.00',
      'P2,anna,2026-02-25 12:00,30.00',
      'P1,anna,2026-02-24 12:00,-20.00',
      'P1,anna,2026-02-18 12:00,100.00',
    ];
    expect(await take(await file(header + rows.join('\n')))).toMatchObject({ orders: 2, returns: 2, rejected: 0 });
    expect(await orders()).toEqual({ P1: 50, P2: 30 });
    expect(await points()).toEqual({ anna: 80 });
  });

  it('may come in a later file than its order', async () => {
    const { take, file, orders } = await openShop();
    await take(await file(`${header}P1,anna,2026-02-18,100.00\nP2,anna,2026-02-20,30.00\n`));
    expect(await take(await file(`${header}P1,anna,2026-02-26,-30.00\n`))).toMatchObject({ returns: 1 });
    expect(await orders()).toEqual({ P1: 70, P2: 30 });
  });

  it('twice the same is asked about: it may be one refund or two', async () => {
    const { take, file, orders, rejects } = await openShop();
    const refund = 'P1,anna,2026-02-26,-30.00\n';
    const report = await take(await file(`${header}P1,anna,2026-02-18,100.00\n${refund}${refund}`));
    expect(report).toMatchObject({ returns: 1, rejected: 1, duplicates: 0 });
    expect(await orders()).toEqual({ P1: 70 });
    expect(await rejects()).toContain('give each refund its own number or time');
  });
});

describe('the status of an order', () => {
  const columns = 'order_id,customer_id,placed_at,amount,status,refunded_amount\n';

  it('says whether it counts, and what came back of it', async () => {
    const { take, file, orders, rejects } = await openShop();
    const rows = [
      'a,anna,2026-02-20,10.00,Completed,',
      'b,anna,2026-02-20,10.00,wc-refunded,',
      'c,anna,2026-02-20,10.00,partially_refunded,4.00',
      'd,anna,2026-02-20,10.00,Cancelled,',
      'e,anna,2026-02-20,10.00,on-hold,',
      'f,anna,2026-02-20,10.00,teleported,',
      'g,anna,2026-02-20,10.00,partially_refunded,',
    ];
    const report = await take(await file(columns + rows.join('\n')));
    expect(report).toMatchObject({ rows: 7, taken: 3, leftOut: 2, rejected: 2 });
    expect(await orders()).toEqual({ a: 10, b: 0, c: 6 });
    expect(await rejects()).toMatch(/^7,status,teleported,is not a status that is known,.*--map/m);
    expect(await rejects()).toMatch(
      /^8,status,partially_refunded,"says that a part came back, and nothing says how much"/m,
    );
  });

  it('may be in the shop’s own words, by a mapping', async () => {
    const { take, file, orders } = await openShop();
    const path = await file(`${columns}a,anna,2026-02-20,10.00,teleported,\n`);
    expect(await take(path)).toMatchObject({ rejected: 1 });
    expect(await take(path, { choices: { status: { teleported: 'order' } } })).toMatchObject({ taken: 1, rejected: 0 });
    expect(await orders()).toEqual({ a: 10 });
  });

  it('of a later export takes back what came back since', async () => {
    const { take, file, orders } = await openShop();
    await take(await file(`${columns}a,anna,2026-02-20,10.00,paid,\nb,anna,2026-02-20,8.00,paid,\n`));
    const later = `${columns}a,anna,2026-02-20,10.00,partially_refunded,3.00\nb,anna,2026-02-20,8.00,cancelled,\n`;
    expect(await take(await file(later))).toMatchObject({ returns: 2, orders: 0 });
    await take(await file(`${columns}a,anna,2026-02-20,10.00,partially_refunded,5.00\n`));
    expect(await take(await file(`${later}c,bo,2026-02-20,1.00,paid,\n`))).toMatchObject({ taken: 1, duplicates: 2 });
    expect(await orders()).toEqual({ a: 5, b: 0, c: 1 });
  });
});

describe('what a file may be read as in two ways', () => {
  it.each([
    [
      'columns',
      'order_id,customer_id,placed_at,amount,total\n1,anna,2026-02-20,1,2\n',
      /amount, total/,
      /--map amount=amount/,
    ],
    ['days and months', `${header}1,anna,05/01/2026,1.00\n`, /two days/, /--dates dmy/],
    ['thousands and cents', `${header}1,anna,2026-02-20,1.200\n`, /could be two/, /--decimal/],
  ])('is asked for by name: %s', async (_, content, message, fix) => {
    const { take, file, orders } = await openShop();
    await expect(take(await file(content))).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
    expect(await orders()).toEqual({});
  });

  it('is told by the other rows where they can tell it', async () => {
    const { take, file, orders } = await openShop();
    const rows = '1,anna,05/01/2026;,1.200\n'.replace(';', '');
    const content = `order_id;customer_id;placed_at;amount\n${`${rows}2,anna,20/01/2026,1.207`.replaceAll(',', ';')},50\n`;
    expect(await take(await file(content))).toMatchObject({ orders: 2, rejected: 0 });
    expect(await orders()).toEqual({ '1': 1200, '2': 1207.5 });
    const dates = await database.salesOrder.findMany({ where: { amountMinor: 120_000 } });
    expect(dates[0]?.placedAt.toISOString()).toBe('2026-01-05T00:00:00.000Z');
  });

  it('is as the person says who knows it', async () => {
    const { take, file, orders } = await openShop();
    const path = await file('nr|who|when|sum\n7|anna|05.01.2026 2:30 PM|£ 1,207.50\n8|bo|5 Jan 2026, 14:30|(3.00)\n');
    const columns = { orderId: 'nr', memberId: 'who', placedAt: 'when', amount: 'sum' };
    expect(await take(path, { choices: { columns } })).toMatchObject({ orders: 1, returns: 1, rejected: 0 });
    expect(await orders()).toEqual({ '7': 1207.5 });
  });

  it('is not money of another country', async () => {
    const { take, file, rejects } = await openShop();
    expect(await take(await file(`${header}1,anna,2026-02-20,€12.50\n`))).toMatchObject({ rejected: 1 });
    expect(await rejects()).toContain('is of another currency, and the programme counts in GBP');
  });
});

describe('an import that nobody has approved', () => {
  it('shows the first rows as they are read, and takes nothing when they are wrong', async () => {
    const { take, file, orders } = await openShop();
    const path = await file(`${header}1,anna,2026-02-20 10:00,12.50\n`);
    const shown: unknown[] = [];
    const stop = (readAs: unknown) => {
      shown.push(readAs);
      return Promise.reject(new Error('stopped'));
    };
    await expect(take(path, { approve: stop })).rejects.toThrow('stopped');
    expect(await orders()).toEqual({});
    expect(shown).toMatchObject([
      {
        encoding: 'utf-8',
        columns: { order_id: 'order_id', amount: 'amount' },
        firstRows: [
          { kind: 'order', order: '1', customer: 'anna', at: '2026-02-20T10:00:00.000Z', amountMinor: 1_250 },
        ],
      },
    ]);
    await take(path);
    await take(await file(`${header}2,anna,2026-02-21 10:00,2.50\n`), { approve: stop });
    expect(await orders()).toEqual({ '1': 12.5, '2': 2.5 });
  });
});

describe('an order that is cancelled', () => {
  const columns = 'order_id,customer_id,placed_at,amount,status,cancelled_at\n';

  it('counts as if it had never been placed, in this export or in a later one', async () => {
    const { take, file, orders, points } = await openShop();
    const paid = 'a,anna,2026-02-20,10.00,paid,\n';
    await take(await file(`${columns}${paid}b,anna,2026-02-22,8.00,paid,2026-02-23\nc,anna,2026-02-21,5.00,paid,\n`));
    expect(await orders()).toEqual({ a: 10, b: 0, c: 5 });
    await take(
      await file(`${columns}${paid}c,anna,2026-02-21,5.00,cancelled,2026-02-25\nd,anna,2026-02-24,9.00,cancelled,\n`),
    );
    expect(await orders()).toEqual({ a: 10, b: 0, c: 0 });
    expect(await points()).toMatchObject({ anna: 10 });
    const [row] = await database.salesOrder.findMany({ where: { orderId: 'c' }, orderBy: { id: 'desc' } });
    expect(row?.cancelledAt?.toISOString()).toBe('2026-02-25T00:00:00.000Z');
    const member = await database.member.findUniqueOrThrow({ where: { id: row!.memberId } });
    expect(member).toMatchObject({ ordersCount: 1, lastOrderAt: new Date('2026-02-20T00:00:00Z') });
  });
});
