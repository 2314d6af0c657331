-- Check-ins and streaks. The primary key of check_in is the promise: one check-in per member and business day.

create table check_in (
  member_id bigint not null,
  day date not null,
  programme_id smallint not null,
  kind text not null,
  zone text not null,
  at timestamptz(3) not null,
  streak int not null,
  points int not null,
  event_id bigint not null,
  constraint check_in_pkey primary key (member_id, day),
  constraint check_in_kind_known check (kind in ('done', 'repaired')),
  constraint check_in_streak_counts check (streak >= 1 and points >= 0)
);

create table check_in_streak (
  member_id bigint not null,
  programme_id smallint not null,
  streak int not null,
  best int not null,
  last_day date not null,
  cards_month text not null,
  cards_used int not null,
  constraint check_in_streak_pkey primary key (member_id),
  constraint check_in_streak_best_counts check (best >= streak and streak >= 1 and cards_used >= 0)
);

-- One set of rules at a time: a check-in has one answer.
create unique index campaign_one_check_in on campaign (programme_id)
  where lifecycle = 'check-in-streak' and status in ('live', 'paused');

-- Members with their latest p_days_max days of check-ins, oldest first; instants are milliseconds. Whoever decides on them
-- has the members locked.
create function check_in_books(p_member_ids bigint[], p_days_max int)
returns table (external_id text, member_id bigint, zone text, book jsonb) language sql stable as $$
  select m.external_id, m.id, m.zone, jsonb_build_object(
    'best', coalesce(s.best, 0),
    'cards', jsonb_build_object('month', coalesce(s.cards_month, ''), 'used', coalesce(s.cards_used, 0)),
    'days', (
      select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'kind', d.kind, 'zone', d.zone,
        'at', (extract(epoch from d.at) * 1000)::bigint, 'streak', d.streak, 'points', d.points) order by d.day), '[]')
      from (select * from check_in c where c.member_id = m.id order by c.day desc limit p_days_max) d))
  from member m left join check_in_streak s on s.member_id = m.id
  where m.id = any (p_member_ids)
$$;

-- Writes what a batch decided about check-ins: new days, days of which something else is known now (they count
-- anew behind a late one; the member was seen in another zone), and how each member stands.
create function write_check_ins(p_programme_id int, p_batch jsonb) returns void language plpgsql as $$
begin
  insert into check_in (member_id, day, programme_id, kind, zone, at, streak, points, event_id)
  select d.member_id, d.day, p_programme_id, d.kind, d.zone, d.at, d.streak, d.points, d.event_id
  from jsonb_to_recordset(p_batch -> 'days') d (member_id bigint, day date, kind text, zone text, at timestamptz, streak int,
    points int, event_id bigint);

  update check_in c set streak = r.streak, zone = r.zone
  from jsonb_to_recordset(p_batch -> 'restated') r (member_id bigint, day date, streak int, zone text)
  where c.member_id = r.member_id and c.day = r.day;

  insert into check_in_streak (member_id, programme_id, streak, best, last_day, cards_month, cards_used)
  select s.member_id, p_programme_id, s.streak, s.best, s.last_day, s.cards_month, s.cards_used
  from jsonb_to_recordset(p_batch -> 'streaks') s (member_id bigint, streak int, best int, last_day date, cards_month text,
    cards_used int)
  on conflict (member_id) do update set streak = excluded.streak, best = excluded.best, last_day = excluded.last_day,
    cards_month = excluded.cards_month, cards_used = excluded.cards_used;
end $$;
