-- CAPTURE: held points are redeemed when the goods leave, all of them or, as here, a part.
select item, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 60,
   "expires_at": "2026-06-30T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 80,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, points, available, held from ledger.hold_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "hold:1", "at": "2026-02-01T12:00Z", "points": 100,
   "expires_at": "2026-02-02T12:00Z", "source_type": "checkout", "source_id": "1", "actor": "shop"}]'));
select ok, points, available, held from ledger.capture_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "capture:1", "at": "2026-02-01T15:00Z", "points": 70,
   "ref_key": "hold:1", "source_type": "checkout", "source_id": "1", "actor": "shop"}]'));
select * from journal where kind = 'CAPTURE';

-- A capture uses the hold up from the lot that expires first.
select * from lots;
select amount, captured, released from ledger.hold;

-- When the hold has run out it can no longer be captured.
select ok, code, message from ledger.capture_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "capture:2", "at": "2026-02-02T12:00Z", "points": 30,
   "ref_key": "hold:1", "source_type": "checkout", "source_id": "1", "actor": "shop"}]'));
