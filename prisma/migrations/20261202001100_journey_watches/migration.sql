-- What stories of journeys wait for and nobody tells as an event: one row an enrolment, until its story goes on. Of about 500 bytes.
create table journey_watch (
  enrolment_id bigint not null,
  programme_id smallint not null,
  -- Of one step at one time.
  watch text not null,
  -- The end of the wait as it was written, and as it stands.
  ends jsonb not null,
  until timestamptz(3),
  states jsonb not null,
  known jsonb not null,
  told int[] not null default '{}',
  held_since jsonb not null default '{}',
  written_at timestamptz(3) not null,
  constraint journey_watch_pkey primary key (enrolment_id)
);
create index journey_watch_programme_id_until_idx on journey_watch (programme_id, until);

-- Messages of journeys depend on conditions in the language of journeys. What was allowed is allowed still: no row has to be looked at.
alter table message drop constraint message_only_if_known;
alter table message add constraint message_only_if_known check (only_if ->> 'kind' in
  ('streakStands', 'streakLost', 'couponUnused', 'noOrderSince', 'profileIncomplete', 'journey')) not valid;
