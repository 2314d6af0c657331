-- Who a member is now: the last of those it was merged into, or itself.
create or replace function heir_of(p_member_id bigint) returns bigint language plpgsql stable as $$
declare
  v_heir bigint := p_member_id;
  v_next bigint;
begin
  loop
    select m.merged_into into v_next from member m where m.id = v_heir;
    exit when v_next is null;
    v_heir := v_next;
  end loop;
  return v_heir;
end $$;
