-- Which builds of the worker have run, and when one last started: a worker knows by it that it is another build.

create table "worker_build" (
  "build_id" text not null,
  "first_seen_at" timestamptz(3) not null,
  "last_seen_at" timestamptz(3) not null,
  constraint "worker_build_pkey" primary key ("build_id"),
  constraint "worker_build_in_order" check ("first_seen_at" <= "last_seen_at")
);
