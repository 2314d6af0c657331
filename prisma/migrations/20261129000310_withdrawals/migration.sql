-- Who reads a mailbox says no for the mailbox, whatever accounts have its address: those of today and those to come. Kept for ever,
-- like suppressions: what is forgotten here is sent to.
create table withdrawal (
  programme_id smallint not null,
  channel text not null,
  address text not null,
  source text not null,
  since timestamptz(3) not null,
  -- The address first: whatever the statistics say, a look is one probe.
  constraint withdrawal_pkey primary key (address, channel, programme_id),
  constraint withdrawal_address_normal check (address = lower(btrim(address)) and address <> '')
);

insert into withdrawal (programme_id, channel, address, source, since)
select distinct on (c.programme_id, c.channel, lower(btrim(p.email)))
  c.programme_id, c.channel, lower(btrim(p.email)), c.source, c.changed_at
from consent c join member_profile p on p.member_id = c.member_id
where not c.granted and btrim(p.email) <> ''
order by c.programme_id, c.channel, lower(btrim(p.email)), c.changed_at desc;
