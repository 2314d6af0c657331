-- Named conditions about members, and what conditions may name because it has arrived.
create table segment (
  id serial primary key,
  programme_id smallint not null references programme (id) on delete no action on update no action,
  code text not null,
  name text not null,
  about text,
  -- One more with each change: what two people who edit at once are told apart by.
  revision int not null default 1,
  condition jsonb not null,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null
);
create unique index segment_programme_id_code_key on segment (programme_id, code);

create table learned_name (
  programme_id smallint not null references programme (id) on delete no action on update no action,
  -- event, field, attribute
  kind text not null check (kind in ('event', 'field', 'attribute')),
  -- The event type whose field it is; empty of all others.
  of text not null default '',
  name text not null,
  -- What it holds; null of an event.
  type text check (type in ('text', 'number', 'money', 'flag', 'date')),
  learned_at timestamptz(3) not null,
  primary key (programme_id, kind, of, name)
);

-- Under what name its campaign gives a coupon; null of a campaign that gives one kind, which goes by the campaign's own code.
alter table ledger.coupon add column offer text;

-- Who did something in a span: the table of events is never read whole for it.
create index event_of_type on event (programme_id, type, occurred_at, member_id);

-- What has arrived so far, as far as the latest events tell it.
with latest as (
  select programme_id, type, data, received_at from event order by id desc limit 50000),
fields as (
  select l.programme_id, l.type, f.key, f.value, min(l.received_at) over (partition by l.programme_id, l.type, f.key) as at
  from latest l cross join lateral jsonb_each(l.data) f where l.type not in ('member.joined', 'member.updated')),
known as (
  select distinct on (programme_id, type, key) programme_id, type, key, at,
    case jsonb_typeof(value)
      when 'boolean' then 'flag'
      when 'number' then case when key ~ '.Minor$' then 'money' else 'number' end
      when 'string' then case when value #>> '{}' ~ '^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$' then 'date' else 'text' end end as holds
  from fields where key ~ '^[a-zA-Z][a-zA-Z0-9_]{0,59}$' and jsonb_typeof(value) in ('boolean', 'number', 'string')
  order by programme_id, type, key)
insert into learned_name (programme_id, kind, of, name, type, learned_at)
select programme_id, 'field', type, case holds when 'money' then regexp_replace(key, 'Minor$', '') else key end, holds, at from known
union all
select programme_id, 'event', '', type, null, min(received_at) from latest group by programme_id, type
on conflict do nothing;
