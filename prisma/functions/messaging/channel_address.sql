-- Where a member is reached by a channel, in the form in which addresses are compared; null where there is none. `email.service` is
-- the channel `email`.
create or replace function channel_address(p member_profile, p_channel text) returns text language sql stable as $$
  select case split_part(p_channel, '.', 1)
    when 'email' then nullif(lower(btrim((p).email)), '')
    when 'sms' then phone_number((p).phone)
    when 'wechat' then (p).wechat_open_id
    when 'push' then (p).push_token
  end
$$;
