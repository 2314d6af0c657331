-- EXPIRE: the sweep takes what is past its day, one transaction for each member, a page of at most 100 members at a time.
select item, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2026-06-30T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 80,
   "expires_at": "2026-06-30T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1003", "at": "2026-01-12T12:00Z", "points": 50,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1003", "actor": "intake"}]'));

-- Points past their day cannot be spent, even if the sweep has not come yet.
select ok, code, message from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-07-01T12:00Z", "points": 60,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));
select * from ledger.expire_due(1, '2026-07-01T00:00Z', null, 100);
select * from lots;
select * from journal where kind = 'EXPIRE';

-- Swept again, there is nothing left to do.
select * from ledger.expire_due(1, '2026-07-01T00:00Z', null, 100);
