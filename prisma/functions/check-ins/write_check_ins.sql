-- Writes what a batch decided about check-ins: new days, days of which something else is known now (they count
-- anew behind a late one; the member was seen in another zone), and how each member stands.
create or replace function write_check_ins(p_programme_id int, p_batch jsonb) returns void language plpgsql as $$
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
