-- ADJUST: a correction by hand, up or down. It says why, or it is refused.
select ok, code, message from ledger.adjust_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "adjust:1", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-01-10T23:59Z", "source_type": "staff", "source_id": "jo", "actor": "jo"}]'));
select ok, points, available from ledger.adjust_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "adjust:1", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-01-10T23:59Z", "source_type": "staff", "source_id": "jo", "actor": "jo", "reason": "a parcel came late"}]'));
select ok, points, available from ledger.adjust_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "adjust:2", "at": "2026-01-11T12:00Z", "points": -30,
   "source_type": "staff", "source_id": "jo", "actor": "jo", "reason": "given twice by mistake"}]'));
select * from journal;
select * from lots;
select id, kind, amount, actor, reason from ledger.txn order by id;
