-- REFUND: points of a spend (or capture) go back to the lots they came from, with the expiry those lots always had.
select item, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 60,
   "expires_at": "2026-06-30T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 80,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, points, available from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-02-01T12:00Z", "points": 100,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));
select ok, points, available from ledger.refund_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "refund:1", "at": "2026-02-05T12:00Z", "points": 50,
   "ref_key": "spend:1", "source_type": "till", "source_id": "1", "actor": "till"}]'));

-- "Spend 100, refund 50" leaves the same lots as "spend 50": the last point spent is the first to come back.
select * from lots;
select * from journal where kind = 'REFUND';

-- No more comes back than was spent.
select ok, code, message from ledger.refund_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "refund:2", "at": "2026-02-06T12:00Z", "points": 51,
   "ref_key": "spend:1", "source_type": "till", "source_id": "1", "actor": "till"}]'));
