-- CANCEL_PENDING: what is left of a pending earn is taken back, because the order came back before the points counted.
select pending, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "available_at": "2026-01-24T12:00Z", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
select ok, points, pending, available from ledger.cancel_pending_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "cancel:1001", "at": "2026-01-15T12:00Z",
   "ref_key": "earn:order:1001", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
select * from journal;
select * from lots;

-- Points that are available already are not pending: clawback.sql takes those back.
select ok, code, message from ledger.cancel_pending_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "cancel:1001:again", "at": "2026-01-16T12:00Z",
   "ref_key": "earn:order:1001", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
