-- Profiles as they stand after the batch, who the members are known as, and what they agreed to. An older word on consent
-- never takes the place of a newer one, whatever order the two arrive in; of two at one instant the "no" counts.
-- A "no" is noted for the address as well, whoever else has it.
create or replace function intake_write_profiles(p_programme_id int, p_batch jsonb) returns void language plpgsql as $$
begin
  update member m
  set zone = p.zone, locale = p.locale, tags = p.tags, profile_completed_at = p.profile_completed_at,
    joined_at = least(m.joined_at, p.joined_at)
  from intake_profiles(p_batch -> 'profiles') p
  where m.id = p.member_id;

  insert into member_profile (member_id, email, phone, name, birthday, attributes, updated_at, field_times, mailboxes, email_since,
    wechat_open_id, push_token, phones, phone_since)
  select p.member_id, p.email, p.phone, p.name, p.birthday, p.attributes, p.updated_at, p.field_times, p.mailboxes, p.email_since,
    p.wechat_open_id, p.push_token, p.phones, p.phone_since
  from intake_profiles(p_batch -> 'profiles') p
  on conflict (member_id) do update set email = excluded.email, phone = excluded.phone, name = excluded.name,
    birthday = excluded.birthday, attributes = excluded.attributes, updated_at = excluded.updated_at,
    field_times = excluded.field_times, mailboxes = excluded.mailboxes, email_since = excluded.email_since,
    wechat_open_id = excluded.wechat_open_id, push_token = excluded.push_token, phones = excluded.phones, phone_since = excluded.phone_since;

  insert into member_identity (programme_id, kind, hash, member_id, seen_at)
  select p_programme_id, i.kind, i.hash, i.member_id, min(i.seen_at)
  from jsonb_to_recordset(p_batch -> 'identities') i (kind text, hash text, member_id bigint, seen_at timestamptz)
  group by i.kind, i.hash, i.member_id
  on conflict (programme_id, kind, hash, member_id) do update set seen_at = excluded.seen_at
  where excluded.seen_at < member_identity.seen_at;

  if exists (select from erased_contact limit 1) then
    perform known_again(p_programme_id, p_batch -> 'identities');
  end if;

  insert into member_address (programme_id, hash, member_id, seen_at)
  select p_programme_id, a.hash, a.member_id, a.seen_at
  from jsonb_to_recordset(p_batch -> 'addresses') a (hash text, member_id bigint, seen_at timestamptz)
  on conflict (programme_id, hash, member_id) do update set seen_at = greatest(member_address.seen_at, excluded.seen_at);

  insert into referral (programme_id, referrer_id, referee_id, code, registered_at, changed_at)
  select p_programme_id, r.referrer_id, r.referee_id, r.code, r.registered_at, r.registered_at
  from jsonb_to_recordset(p_batch -> 'referrals') r (referrer_id bigint, referee_id bigint, code text, registered_at timestamptz)
  on conflict (referee_id) do nothing;

  insert into consent (programme_id, member_id, channel, granted, source, changed_at)
  select p_programme_id, c.member_id, c.channel, c.granted, c.source, c.changed_at
  from jsonb_to_recordset(p_batch -> 'consents') c (member_id bigint, channel text, granted boolean, source text, changed_at timestamptz)
  on conflict (programme_id, member_id, channel) do update
  set granted = excluded.granted, source = excluded.source, changed_at = excluded.changed_at
  where consent.changed_at < excluded.changed_at or (consent.changed_at = excluded.changed_at and not excluded.granted);

  if jsonb_path_exists(p_batch -> 'consents', '$[*] ? (@.granted == false)') then
    perform note_withdrawals(p_programme_id, jsonb_path_query_array(p_batch -> 'consents', '$[*] ? (@.granted == false)'));
  end if;
end $$;
