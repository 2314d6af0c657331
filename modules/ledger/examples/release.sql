-- RELEASE: held points go back to the lots they were set aside in, the last to expire first.
select item, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 60,
   "expires_at": "2026-06-30T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 80,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, points, available, held from ledger.hold_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "hold:1", "at": "2026-02-01T12:00Z", "points": 100,
   "expires_at": "2026-02-02T12:00Z", "source_type": "checkout", "source_id": "1", "actor": "shop"}]'));
select ok, points, available, held from ledger.release_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "release:1", "at": "2026-02-01T15:00Z", "points": 30,
   "ref_key": "hold:1", "source_type": "checkout", "source_id": "1", "actor": "shop"}]'));
select * from lots;

-- Nobody came for the rest: the sweep releases holds that have run out, a page of at most 100 members at a time.
select * from ledger.release_due_holds(1, '2026-02-02T12:00Z', null, 100);
select * from journal where kind = 'RELEASE';
select * from lots;
