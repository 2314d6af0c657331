-- EARN: points come in as a lot of their own, with an expiry of their own.
select ok, points, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));

-- Double entry: what a member has came from somewhere. Every transaction sums to zero.
select * from journal;
select * from lots;

-- Points that must wait (until the order can no longer come back) are pending: confirm.sql goes on from there.
select ok, points, pending, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 50,
   "expires_at": "2027-12-31T23:59Z", "available_at": "2026-01-25T12:00Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select * from lots;
select * from balance;

-- The journal only grows. What was wrong is put right by another transaction.
update ledger.posting set amount = 1000 where txn_id = 1;
