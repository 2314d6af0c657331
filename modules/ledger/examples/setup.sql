-- What every example starts from: programme 1, with Ada, who is member 1.
insert into programme (code, name, asset, currency, zone, locale, definition, definition_hash)
values ('club', 'The Club', 'points', 'GBP', 'UTC', 'en', '{}', '');
insert into member (programme_id, external_id, joined_at) values (1, 'ada', '2026-01-01T00:00Z');

-- Short names for what an example looks at: Ada's balance, her lots, and the journal with its two sides.
create temp view balance as
select pending, available, held, debt from ledger.member_balance where member_id = 1;
create temp view lots as
select id, state, earned, remaining, held, available_at::date as available_on, expires_at::date as expires_on
from ledger.lot order by id;
create temp view journal as
select t.id as txn, t.kind, t.idem_key as key, p.account, p.amount
from ledger.txn t join ledger.posting p on p.txn_id = t.id order by t.id, p.seq;
