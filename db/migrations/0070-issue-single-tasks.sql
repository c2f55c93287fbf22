-- why: tasks come from other sources than the day's list too: a checkpoint's fever, a false green, an appeal
-- locks: task, exclusively, for an instant
-- old code can run: yes

-- No list issued it: it has sources below.
alter table task alter column session_id drop not null;

-- Family: county. What, beside a list, asked for a task: in plain words, and only once for the same source. A task with a
-- source of its own is not closed when its subject leaves the list.
create table task_source (
  county text collate "C" not null,
  source_kind text not null check (source_kind ~ '^[a-z-]{2,40}$'),
  source_id uuid not null,
  task_id uuid not null,
  reason_zh text not null,
  reason_en text not null,
  due_at timestamptz not null,
  at timestamptz not null,
  primary key (source_kind, source_id, county)
);
-- For a task's page, and for what a list may close.
create index task_source_by_task on task_source (task_id);
alter table task_source enable row level security;
create policy task_source_of_task on task_source
  using (exists (select from task t where t.id = task_source.task_id)) with check (true);
grant select, insert on task_source to wangge_server;
