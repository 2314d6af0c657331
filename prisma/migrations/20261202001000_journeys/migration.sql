-- The types of events that bring members into a journey, by whatever door: the intake compares them and nothing else.
alter table campaign_version add column door_types text[] not null default '{}';

-- What would bring a member into a journey, once by its source: an event, a call, an occasion of the calendar. It is decided when it is
-- due and its campaign is live.
create table journey_entry (
  id bigserial primary key,
  programme_id smallint not null,
  campaign_id int not null references campaign (id),
  member_id bigint not null references member (id),
  source text not null,
  -- The door that it has come to, when that is known: a digest of it.
  door text,
  event_id bigint,
  fields jsonb not null default '{}',
  at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  decided_at timestamptz(3),
  enrolment_id bigint,
  reason text,
  constraint journey_entry_decided check (decided_at is not null or (enrolment_id is null and reason is null)),
  constraint journey_entry_fields check (jsonb_typeof(fields) = 'object')
);
create unique index journey_entry_once on journey_entry (campaign_id, member_id, source);
create index journey_entry_due on journey_entry (campaign_id, due_at, id) where decided_at is null;
create index journey_entry_member on journey_entry (member_id);

-- A door that is looked at by the clock: how far through the members a look is, and when the next one is due.
create table journey_door (
  campaign_id int not null references campaign (id),
  door text not null,
  kind text not null check (kind in ('launch', 'schedule', 'date')),
  -- What is due up to here was looked for; and up to where the look looks that is under way, null when none is.
  looked_until timestamptz(3) not null,
  looking_until timestamptz(3),
  after_member_id bigint not null default 0,
  last_member_id bigint,
  -- Members whom this look has taken.
  taken bigint not null default 0,
  due_at timestamptz(3) not null,
  primary key (campaign_id, door)
);

-- What a journey has given of its budget, what is reserved for those inside, and how many have come in. Money is in minor units.
create table campaign_budget (
  campaign_id int primary key references campaign (id),
  given_points bigint not null default 0,
  given_coupons bigint not null default 0,
  given_messages bigint not null default 0,
  given_worth_minor bigint not null default 0,
  reserved_points bigint not null default 0 check (reserved_points >= 0),
  reserved_coupons bigint not null default 0 check (reserved_coupons >= 0),
  reserved_messages bigint not null default 0 check (reserved_messages >= 0),
  reserved_worth_minor bigint not null default 0 check (reserved_worth_minor >= 0),
  members bigint not null default 0 check (members >= 0)
);

-- What was reserved for an enrolment when it began, and what of it was given. When the enrolment is over the next one who counts the
-- budget adds it up and removes the row.
create table enrolment_reserve (
  enrolment_id bigint primary key,
  campaign_id int not null,
  points bigint not null,
  coupons bigint not null,
  messages bigint not null,
  worth_minor bigint not null,
  given_points bigint not null default 0,
  given_coupons bigint not null default 0,
  given_messages bigint not null default 0,
  given_worth_minor bigint not null default 0,
  is_over boolean not null default false
);
create index enrolment_reserve_of on enrolment_reserve (campaign_id, is_over);

-- Gives back what was reserved for an enrolment and not given, however it ended (trigger on enrolment): its row is marked, so that two
-- who end enrolments of one campaign do not wait for each other.
create or replace function release_reserve() returns trigger language plpgsql as $$
begin
  update enrolment_reserve r set is_over = true where r.enrolment_id = new.id and not r.is_over;
  return null;
end $$;
create trigger enrolment_ended_releases after update on enrolment
for each row when (old.status = 'active' and new.status <> 'active') execute function release_reserve();
