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

-- As prisma/functions has it: the trigger needs it before those are applied.
-- What an enrolment leaves behind, however it ended (trigger on enrolment): points set aside and neither taken nor given back go back to
-- their lots, and nothing is looked after or asked for it any more.
create or replace function end_journey() returns trigger language plpgsql as $$
declare
  v_requests ledger.request[];
begin
  -- Only a journey has anything of the kind.
  if not exists (select from campaign c where c.id = new.campaign_id and c.lifecycle = 'journey') then return null; end if;
  delete from journey_watch w where w.enrolment_id = new.id;
  delete from journey_call c where c.enrolment_id = new.id;
  select array_agg(row(new.programme_id, h.member_id, 'release:' || t.idem_key, date_trunc('milliseconds', programme_now()), null, null, null,
    t.idem_key, null, t.source_type, t.source_id, t.actor, t.reason)::ledger.request order by t.id)
  into v_requests
  from step s
  join ledger.txn t on t.programme_id = s.programme_id and t.idem_key = 'step:' || s.key
  join ledger.hold h on h.txn_id = t.id and h.captured + h.released < h.amount
  where s.enrolment_id = new.id and s.kind = 'hold';
  if v_requests is not null then
    perform from ledger.release_batch(v_requests);
  end if;
  return null;
end $$;
create trigger enrolment_ended_lets_go after update on enrolment
for each row when (old.status = 'active' and new.status <> 'active') execute function end_journey();

-- What journeys ask systems of the shop: posted, signed, until one answers or the tries are over; then the row goes, and the answer is an
-- event. Times are real ones: they wait for other people's servers. A call that was claimed is due again when its lease ends.
create table journey_call (
  id bigserial primary key,
  programme_id smallint not null,
  key text not null,
  enrolment_id bigint not null,
  member_id bigint not null,
  endpoint text not null,
  body jsonb not null,
  -- Fields of the answer that later steps use.
  keep text[] not null default '{}',
  attempts smallint not null default 0,
  next_at timestamptz(3) not null default clock_timestamp(),
  last_error text,
  created_at timestamptz(3) not null
);
create unique index journey_call_once on journey_call (programme_id, key);
create index journey_call_due on journey_call (next_at);
create index journey_call_enrolment on journey_call (enrolment_id);
create index journey_call_member on journey_call (member_id);
