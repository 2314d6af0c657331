-- Points may also lapse when a member does nothing for a while; the programme says how long.
update programme set definition = '{"expiry": {"inactivityMonths": 6}}';
select ok, available from ledger.earn_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "earn:order:1001", "at": "2026-01-10T12:00Z", "points": 100,
   "expires_at": "2027-12-31T23:59Z", "source_type": "order", "source_id": "1001", "actor": "intake"}]'));

-- A spend is activity, and moves the day for all of the member's points: from 10 July to 1 August, at the end of the day.
select ok, points, available from ledger.spend_batch(ledger.requests('[
  {"programme_id": 1, "member_id": 1, "key": "spend:1", "at": "2026-02-01T12:00Z", "points": 20,
   "source_type": "till", "source_id": "1", "actor": "till"}]'));
select * from ledger.lapse_due(1, '2026-08-01T12:00Z', null, 100, 1000);
select * from ledger.lapse_due(1, '2026-08-02T00:00Z', null, 100, 1000);
select * from lots;
select kind, amount, source_type, reason from ledger.txn where kind = 'EXPIRE';
