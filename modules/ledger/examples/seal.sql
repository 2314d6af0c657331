-- SEAL: a chain of hashes over the journal, so that a change behind the ledger's back is found and named.
select item, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"},
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1002", "at": "2026-01-11T12:00Z", "points": 50,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1002", "actor": "intake"}]'));
select ok, points, available from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-02-01T12:00Z", "points": 30,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));

-- Transactions up to number 3 go into a block; none of them may still be in flight.
select ledger.seal_next(3) as sealed;
select seq, first_txn, last_txn, count from ledger.seal;

-- All is as it was sealed: nothing to tell.
select * from ledger.check_seals(1, 100);

-- Somebody with all rights gets past the triggers, and changes what Ada spent.
set session_replication_role = replica;
update ledger.txn set amount = 3 where id = 3;
set session_replication_role = origin;
select * from ledger.check_seals(1, 100);
