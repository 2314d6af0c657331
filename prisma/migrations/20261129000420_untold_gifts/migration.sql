-- A gift that depends on its message is given when the message is reserved, and taken back as far as unused when it does not leave.
alter table gift add column message_id bigint;
create index gift_of_message on gift (message_id) where message_id is not null and taken_back_at is null;

-- As prisma/functions has it: the trigger needs it before those are applied.
-- Takes back what is unused of the gifts whose message has ended before it left (trigger on message): dropped, skipped or suppressed
-- while it had not been tried, refused or not written at the first try. One that was tried before may have arrived: its gift stays.
create or replace function take_back_untold_gifts() returns trigger language plpgsql as $$
declare
  v_messages bigint[];
  v_gifts bigint[];
begin
  select array_agg(n.id) into v_messages
  from told n join was w on w.id = n.id
  where w.status in ('reserved', 'sending')
    and (n.status in ('dropped', 'skipped', 'suppressed') and n.attempts <= case w.status when 'sending' then 1 else 0 end
      or n.status in ('bounced', 'failed') and n.attempts <= 1);
  -- Nearly every update of messages ends here.
  if v_messages is null then return null; end if;
  select array_agg(g.id) into v_gifts from gift g where g.message_id = any (v_messages) and g.taken_back_at is null;
  if v_gifts is not null then
    -- The programme's time: a clock that stands, on the embedded stack, or the real one.
    perform take_back_gifts(v_gifts, true, 'the message that tells of it did not leave',
      coalesce((select c.anchor_at from programme_clock c), date_trunc('milliseconds', clock_timestamp())));
  end if;
  return null;
end $$;
create trigger message_tells_of_gifts after update on message referencing old table as was new table as told
  for each statement execute function take_back_untold_gifts();
