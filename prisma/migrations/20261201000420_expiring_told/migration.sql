-- Up to where members have been told that points of theirs expire, by the instant of expiry and then by member.
create table expiry_notified (
  programme_id smallint not null,
  through_at timestamptz(3) not null,
  member_id bigint not null,
  constraint expiry_notified_pkey primary key (programme_id)
);
