-- CLAWBACK: an order came back, and so do the points it earned. `points` is the total to have been taken back of that earn.
select ok, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
select ok, points, available, debt from ledger.clawback_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "return:1", "at": "2026-02-01T12:00Z", "points": 30,
   "ref_key": "earn:order:1001", "policy": "DEBT", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));

-- The second return brings the total to 50: 20 more are taken.
select ok, points, available, debt from ledger.clawback_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "return:2", "at": "2026-02-03T12:00Z", "points": 50,
   "ref_key": "earn:order:1001", "policy": "DEBT", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));

-- Spent points cannot be taken back. What is missing becomes a debt, which the next points repay.
select ok, points, available, debt from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-02-04T12:00Z", "points": 45,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));
select ok, points, available, debt from ledger.clawback_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "return:3", "at": "2026-02-05T12:00Z", "points": 100,
   "ref_key": "earn:order:1001", "policy": "DEBT", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
select ok, points, available, debt from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-02-06T12:00Z", "points": 60,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select * from journal where kind = 'CLAWBACK' or key = 'earn:order:1002';
select * from lots;
