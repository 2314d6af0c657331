-- A membership is suspended; points are held.
alter table member drop constraint member_status_known;
update member set status = 'SUSPENDED' where status = 'FROZEN';
alter table member add constraint member_status_known check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED', 'ERASED'));
