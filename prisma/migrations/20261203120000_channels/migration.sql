-- SMS, WeChat and push: where members are reached, what their providers tell, and what became of a message there.
alter table member_profile add column wechat_open_id text, add column push_token text;
-- The numbers that events have named, by time, and when the present one took the place of another: consent that is older was given
-- for that one.
alter table member_profile add column phones jsonb, add column phone_since timestamptz(3);
alter type intake_profile add attribute wechat_open_id text, add attribute push_token text, add attribute phones jsonb,
  add attribute phone_since timestamptz;

-- Digits behind a plus, as values/contact.ts writes them; null of what is no number with its country.
create function phone_number(p_text text) returns text language sql immutable strict parallel safe as $$
  select substring(regexp_replace(regexp_replace(regexp_replace(p_text, '\(0\)', ''), '[^0-9+]', '', 'g'), '^00', '+') from '^\+[0-9]{7,15}$')
$$;
-- Of no use to who looks for digits as they were written: that has an index of its own.
create index member_profile_phone_number on member_profile (phone_number(phone)) where phone_number(phone) is not null;
create index member_profile_wechat on member_profile (wechat_open_id) where wechat_open_id is not null;
create index member_profile_push on member_profile (push_token) where push_token is not null;

-- Tokens tell capital letters from small ones.
alter table suppression drop constraint suppression_address_normal;
alter table suppression add constraint suppression_address_normal
  check (address <> '' and address = case when channel = 'email' then lower(btrim(address)) else btrim(address) end);
alter table withdrawal drop constraint withdrawal_address_normal;
alter table withdrawal add constraint withdrawal_address_normal
  check (address <> '' and address = case when channel like 'email%' then lower(btrim(address)) else btrim(address) end);

-- When its provider said that it had come, and what the provider calls it.
alter table message add column delivered_at timestamptz(3), add column provider_id text;

alter table connection drop constraint connection_kind_known;
alter table connection add constraint connection_kind_known
  check (kind in ('shopify', 'woocommerce', 'ses', 'postmark', 'mailgun', 'sendgrid', 'mailjet', 'channel'));

-- What a channel's provider has told of a message; once by the id of its call.
create table channel_report (
  programme_id smallint not null,
  report_id text not null,
  connection_id text not null,
  channel text not null,
  type text not null constraint channel_report_type_known check (type in ('delivered', 'failed', 'opted_out', 'complaint')),
  message_id bigint not null,
  -- Where the message had gone; null once its owner is erased.
  address text,
  reason text not null default '',
  -- Why nothing goes to the address any more; null when the report changed nothing of that.
  suppressed text,
  at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  constraint channel_report_pkey primary key (programme_id, report_id)
);
create index channel_report_of_message on channel_report (message_id);
create index channel_report_by_time on channel_report (programme_id, received_at);
