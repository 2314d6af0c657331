-- SPEND: points leave the lots that expire first, whatever order they were earned in.
select item, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-01-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 80,
   "expires_at": "2026-06-30T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, points, available from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-02-01T12:00Z", "points": 120,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));
select * from lots;
select * from journal where kind = 'SPEND';

-- Which lot gave how much is kept, so that a refund finds its way back.
select txn_id, lot_id, remaining_delta, held_delta from ledger.lot_move order by lot_id;

-- Nobody spends what is not there.
select ok, code, message from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:2", "at": "2026-02-02T12:00Z", "points": 61,
   "source_type": "till", "source_id": "2", "actor": "till"}]'));
