-- What lies in the inbox of a member, as it was when the message was sent: its row of `message` says the rest.
create table inbox_message (
  message_id bigint primary key,
  programme_id smallint not null,
  member_id bigint not null,
  subject text not null,
  text text not null,
  sent_at timestamptz(3) not null,
  read_at timestamptz(3),
  constraint inbox_message_message_fkey foreign key (message_id) references message (id) on delete cascade on update no action,
  constraint inbox_message_member_fkey foreign key (member_id) references member (id) on delete no action on update no action
);
-- The pages of one inbox.
create index inbox_message_member_id_message_id_idx on inbox_message (member_id, message_id desc);
-- What is new in it.
create index inbox_message_unread on inbox_message (member_id) where read_at is null;
