-- Who came into a segment and fell out of it, of segments whose comings and goings somebody waits for.
alter table segment add column watched_at timestamptz(3);
-- When all members were last looked at: time alone makes some conditions true.
alter table segment add column swept_at timestamptz(3);

create table segment_member (
  id bigserial primary key,
  segment_id int not null references segment (id) on delete cascade on update no action,
  member_id bigint not null references member (id) on delete no action on update no action,
  entered_at timestamptz(3) not null,
  left_at timestamptz(3),
  constraint segment_member_in_order check (left_at >= entered_at)
);
create unique index segment_member_inside on segment_member (segment_id, member_id) where left_at is null;
create index segment_member_stay on segment_member (segment_id, entered_at, member_id) where left_at is null;
create index segment_member_member_id_idx on segment_member (member_id);

-- Members of whom something has changed, in programmes with segments that are watched.
create table segment_review (
  id bigserial primary key,
  programme_id smallint not null,
  member_id bigint not null
);
create index segment_watched on segment (programme_id) where watched_at is not null;
