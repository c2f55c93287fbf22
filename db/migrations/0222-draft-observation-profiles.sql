-- why: a city's variant of the seven steps is drafted at a desk, with who and why, before it counts
-- locks: observation_profile, briefly, for a column without a default; the rest is new
-- old code can run: yes

alter table observation_profile
  -- Why it was changed, as the desk wrote it; null: published before reasons were kept.
  add column why text check (length(why) between 4 and 500);

-- Family: reference. The variant that an area's desk is writing; one at a time, gone when it is published or dropped.
create table observation_profile_draft (
  area place_code primary key,
  -- The version that it was written on.
  follows integer not null check (follows >= 0),
  document jsonb not null,
  why text not null check (length(why) between 4 and 500),
  saved_at timestamptz not null,
  by_post uuid not null references post
);
-- For the foreign key.
create index observation_profile_draft_by_post on observation_profile_draft (by_post);
grant select, insert, update, delete on observation_profile_draft to wangge_server;
