-- why: renames keep both names; ends of posts keep when we learned of them; duty counters and hand-overs follow the clock
-- locks: short, the tables are small
-- old code can run: yes

-- Facts of one change beside the codes: the old and the new name of a rename, shares of a split, counts of an import.
alter table place_change add column detail jsonb not null default '{}';

-- Family: reference. What was recorded about a post and when (domain.md §6.17): `post` says what holds as far as we know
-- today, this says what was known at any instant. Append-only.
create table post_fact (
  id uuid primary key,
  post_id uuid not null references post,
  kind text not null check (kind in ('appointed', 'ended', 'absent', 'back', 'moved')),
  -- Valid time, half-open.
  valid_from timestamptz not null,
  valid_until timestamptz,
  reason text,
  substitute_post_id uuid references post,
  recorded_at timestamptz not null,
  recorded_by uuid
);
-- For the history of a post and its state as known at an instant.
create index post_fact_by_post on post_fact (post_id, recorded_at);
create index post_fact_by_substitute on post_fact (substitute_post_id);
grant select, insert on post_fact to wangge_server;

-- What the counters worker.post and worker.on-duty say of this post now; the duty clockwork brings them in line.
alter table post add column is_counted boolean not null default false;
alter table post add column is_counted_on_duty boolean not null default false;
-- The post that continues this one on a successor grid.
alter table post add column continues uuid references post;
-- For the successors of a post.
create index post_continues on post (continues) where continues is not null;
-- For the duty clockwork: posts that end by the clock.
create index post_to_end on post (valid_until) where is_counted and valid_until is not null;
-- For the duty clockwork: posts that begin by the clock.
create index post_to_begin on post (valid_from) where not is_counted;
-- One person holds the same post once.
create unique index post_held_once on post (account_id, role, area) where valid_until is null;

-- A planned absence begins and ends by the clock.
alter table absence add column state text not null default 'planned' check (state in ('planned', 'begun', 'over'));
alter table absence add check (until_at is null or until_at >= from_at);
-- For the duty clockwork: absences that begin or end by the clock.
create index absence_to_settle on absence (from_at, until_at) where state <> 'over';

-- For the list of terminals of a centre: codes waiting, phones registered.
create index terminal_by_state on terminal (registered_at) where revoked_at is null;

-- For the auditor's page by place: "starts with" is a range in collation "C".
create index audit_entry_by_place on audit_entry (place, leaf_index);
-- For the auditor's page by day.
create index audit_entry_by_time on audit_entry (at);
