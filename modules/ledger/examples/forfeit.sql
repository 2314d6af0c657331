-- FORFEIT: an account is wound up. Pending, available and held points go, open holds end, and a debt is written off.
select item, pending, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 40,
   "expires_at": "2027-12-31T23:59Z", "available_at": "2026-01-25T12:00Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, pending, available, held from ledger.hold_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "hold:1", "at": "2026-01-12T12:00Z", "points": 30,
   "expires_at": "2026-01-20T12:00Z", "source_type": "checkout", "source_id": "1", "actor": "shop"}]'));
select ok, points, pending, available, held, debt from ledger.forfeit_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "forfeit:1", "at": "2026-01-13T12:00Z",
   "source_type": "staff", "source_id": "jo", "actor": "jo", "reason": "the member closed the account"}]'));
select * from journal where kind = 'FORFEIT';
select * from lots;
select amount, captured, released from ledger.hold;
