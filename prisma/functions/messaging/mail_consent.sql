-- What stands about messages to a member by a channel at the present address: marketing is true when consent counts, false when it was
-- refused, null when nobody was asked; service is false when notices are stopped. Consent that is older than a mailbox or a number was
-- given for another one; tokens of devices change by themselves, and what was said of them is the member's. Who reads an address says
-- no for every account that has it, until consent is given anew; an account that is new with such an address stays withdrawn, whatever
-- its registration says. Notices that were stopped by a phone go again to who agrees to marketing there later. An inbox has no address:
-- what a member said of it stands. A table function of one row: PostgreSQL plans it into the statement that asks.
create or replace function mail_consent(p_member_id bigint, p_channel text) returns table (marketing boolean, service boolean)
language sql stable rows 1 as $$
  select
    case
      when not offers.granted then false
      when offers.changed_at < case p_channel when 'email' then p.email_since when 'sms' then p.phone_since end then null
      when no_offers.since >= offers.changed_at or no_offers.since is not null and offers.changed_at <= m.joined_at then false
      else offers.granted
    end,
    case
      when p_channel in ('sms', 'wechat', 'push') and offers.granted and offers.changed_at > m.joined_at
        and offers.changed_at > greatest(no_notices.since, notices.changed_at) then null
      when no_notices.since >= notices.changed_at or no_notices.since is not null and notices.changed_at is null then false
      else notices.granted
    end
  from member m
  left join member_profile p on p.member_id = m.id
  left join consent offers on offers.programme_id = m.programme_id and offers.member_id = m.id and offers.channel = p_channel
  left join consent notices on notices.programme_id = m.programme_id and notices.member_id = m.id
    and notices.channel = p_channel || '.service'
  left join withdrawal no_offers on no_offers.programme_id = m.programme_id and no_offers.channel = p_channel
    and no_offers.address = case p_channel when 'email' then lower(btrim(p.email)) when 'sms' then phone_number(p.phone)
      when 'wechat' then p.wechat_open_id when 'push' then p.push_token end
  left join withdrawal no_notices on no_notices.programme_id = m.programme_id and no_notices.channel = p_channel || '.service'
    and no_notices.address = case p_channel when 'email' then lower(btrim(p.email)) when 'sms' then phone_number(p.phone)
      when 'wechat' then p.wechat_open_id when 'push' then p.push_token end
  where m.id = p_member_id
$$;
