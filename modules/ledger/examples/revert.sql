-- REVERT: a gift was a mistake. What is left of it is taken back, and nothing else: nobody comes to owe anything.
select ok, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "step:gift", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2026-12-31T23:59Z", "source_type": "enrolment", "source_id": "1", "actor": "campaign:1"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 50,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
select ok, points, available from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-02-04T12:00Z", "points": 30,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));
select ok, points, available, debt from ledger.revert_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "reversal:1:1", "at": "2026-02-05T12:00Z", "points": 100,
   "ref_key": "step:gift", "source_type": "reversal", "source_id": "1", "actor": "cli:anna", "reason": "ten times too many"}]'));

-- A second time there is nothing to take.
select ok, code, message from ledger.revert_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "reversal:2:1", "at": "2026-02-06T12:00Z", "points": 100,
   "ref_key": "step:gift", "source_type": "reversal", "source_id": "2", "actor": "cli:anna", "reason": "once more"}]'));
select * from journal where kind = 'REVERT';
select * from lots;
