-- HOLD: points are set aside at the checkout. Nobody else spends them, and they do not expire meanwhile.
select item, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2026-02-28T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 50,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, points, available, held from ledger.hold_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "hold:1", "at": "2026-02-01T12:00Z", "points": 120,
   "expires_at": "2026-03-10T12:00Z", "source_type": "checkout", "source_id": "1", "actor": "shop"}]'));
select * from lots;
select * from journal where kind = 'HOLD';

-- The lot is past its day, but what is held of it stays: nothing is due.
select * from ledger.expire_due(1, '2026-03-01T12:00Z', null, 100);

-- What comes of a hold: capture.sql and release.sql.
select txn_id, amount, captured, released, expires_at from ledger.hold;
