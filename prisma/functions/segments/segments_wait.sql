-- Whether segments that are watched have anybody to look at: members of whom something changed, or all of them once a period. Asked ten
-- times a second, whatever the statistics say.
create or replace function segments_wait(p_swept_before timestamptz) returns boolean language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return exists (select from segment_review)
    or exists (select from segment s where s.watched_at is not null and coalesce(s.swept_at, s.watched_at) <= p_swept_before);
end $$;
