-- A batch answers every request for itself, in order: one that is refused leaves the others alone.
select item, ok, code, message, points, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-10T12:00Z", "points": 0,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"},
  {"programme_id": 1, "member_id": 99, "key": "earn:order:1003", "at": "2026-01-10T12:00Z", "points": 70,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1003", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1004", "at": "2026-01-10T12:00Z", "points": 30,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1004", "actor": "intake"}]'));
select * from balance;
