-- The last page of an erasure: the profile and what the person is known by go, and their ids become pseudonyms.
create or replace function finish_erasure(p_erasure_id bigint, p_now timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  ids bigint[];
begin
  select e.member_ids into ids from erasure e where e.id = p_erasure_id and e.status = 'running' for update;
  if not found then return; end if;
  delete from member_profile p where p.member_id = any (ids);
  delete from member_identity i where i.member_id = any (ids);
  delete from member_address a where a.member_id = any (ids);
  delete from consent c where c.member_id = any (ids);
  update member m set external_id = 'erased-' || replace(gen_random_uuid()::text, '-', ''), zone = null, locale = null, tags = '{}'
  where m.id = any (ids);
  update erasure e set status = 'done', done_at = p_now, reason = null where e.id = p_erasure_id;
end $$;
