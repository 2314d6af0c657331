-- CLAWBACK with the policy CLAMP: the member never owes anything. What cannot be taken back is written off.
select ok, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
select ok, points, available from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-02-04T12:00Z", "points": 80,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));
select ok, points, available, debt from ledger.clawback_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "return:1", "at": "2026-02-05T12:00Z", "points": 100,
   "ref_key": "earn:order:1001", "policy": "CLAMP", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));
select * from journal where kind = 'CLAWBACK';
select * from balance;
