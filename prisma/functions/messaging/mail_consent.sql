-- What stands about mails to a member at the present address: marketing is true when consent counts, false when it was refused, null
-- when nobody was asked; service is false when notices are stopped. Consent that is older than the address was given for another
-- one. Who reads a mailbox says no for every account with its address, until consent is given anew; an account that is new with
-- such an address stays withdrawn, whatever its registration says. An inbox has no address: what a member said of it stands. A table function of one row: PostgreSQL plans it into the
-- statement that asks.
create or replace function mail_consent(p_member_id bigint, p_channel text) returns table (marketing boolean, service boolean)
language sql stable rows 1 as $$
  select
    case
      when not offers.granted then false
      when p_channel <> 'inbox' and offers.changed_at < p.email_since then null
      when no_offers.since >= offers.changed_at or no_offers.since is not null and offers.changed_at <= m.joined_at then false
      else offers.granted
    end,
    case
      when no_notices.since >= notices.changed_at or no_notices.since is not null and notices.changed_at is null then false
      else notices.granted
    end
  from member m
  left join member_profile p on p.member_id = m.id
  left join consent offers on offers.programme_id = m.programme_id and offers.member_id = m.id and offers.channel = p_channel
  left join consent notices on notices.programme_id = m.programme_id and notices.member_id = m.id
    and notices.channel = p_channel || '.service'
  left join withdrawal no_offers on no_offers.programme_id = m.programme_id and no_offers.channel = p_channel
    and no_offers.address = lower(btrim(p.email))
  left join withdrawal no_notices on no_notices.programme_id = m.programme_id and no_notices.channel = p_channel || '.service'
    and no_notices.address = lower(btrim(p.email))
  where m.id = p_member_id
$$;
