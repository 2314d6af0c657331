-- A member and those it was merged into, the last of whom is who the person is now. A merge goes into an active member only, so that
-- the way never comes round.
create or replace function heirs_of(p_member_id bigint) returns setof bigint language sql stable rows 1 as $$
  with recursive way as (
    select m.id, m.merged_into from member m where m.id = p_member_id
    union all
    select m.id, m.merged_into from way join member m on m.id = way.merged_into)
  select id from way
$$;
