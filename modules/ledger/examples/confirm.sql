-- CONFIRM: pending points become available before their time has come.
select item, pending, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "available_at": "2026-01-24T12:00Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-12T12:00Z", "points": 40,
   "expires_at": "2027-12-31T23:59Z", "available_at": "2026-01-26T12:00Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, points, pending, available from ledger.confirm_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "confirm:1001", "at": "2026-01-15T12:00Z",
   "ref_key": "earn:order:1001", "source_type": "staff", "source_id": "jo", "actor": "staff"}]'));
select * from lots;

-- The sweep confirms the rest, a page of at most 100 members at a time, when their time has come.
select * from ledger.confirm_due(1, '2026-01-26T12:00Z', null, 100);
select * from journal;
