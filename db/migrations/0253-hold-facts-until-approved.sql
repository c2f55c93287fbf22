-- why: what a form says that is reviewed stands when it was approved, not when it was sent
-- locks: fact, for an instant: columns whose default is no rewrite
-- old code can run: yes

-- Said in a form that waits for its review: shown to whoever would ask again, in no report.
alter table fact add column is_provisional boolean not null default false;
-- The review is over: approved, what was said is another row; returned, it is no longer said.
alter table fact add column dropped_at timestamptz check (dropped_at is null or is_provisional);
grant update (dropped_at) on fact to wangge_server;
