-- why: whoever disputes a colour is answered within a day by the health department, with reasons, and everything is kept
-- locks: none, all tables are new
-- old code can run: yes

-- Family: person. An appeal; never deleted. The words are sealed (AES-256-GCM): they may name people.
create table appeal (
  id uuid primary key,
  person_key uuid not null,
  place place_code not null,
  about_kind text not null check (about_kind in ('colour', 'evidence', 'case')),
  about_ids uuid[] not null check (cardinality(about_ids) <= 20),
  -- The evidence in dispute, as it stood when the appeal was filed, and the rule that decided the colour then.
  evidence_ids uuid[] not null,
  rule text not null,
  kind text not null check (kind in ('data-error', 'exposure')),
  channel text not null check (channel in ('app', 'phone', 'desk', 'grid', 'family', 'helper')),
  state text not null check (state in ('RECEIVED', 'OWNED', 'EVIDENCE', 'DECIDED', 'NOTIFIED', 'SECOND_REVIEW', 'OMBUDSMAN',
                                       'CLOSED')),
  sealed_words bytea not null,
  received_at timestamptz not null,
  received_on date not null,
  -- The office that received it (首问负责), and the post where one took it.
  owner_area place_code not null,
  owner_post uuid references post,
  -- When the next step is due, and which level was told last that one was missed.
  due_at timestamptz,
  escalated_to text,
  suspended_ids uuid[] not null default '{}',
  review_asked_at timestamptz,
  outcome text check (outcome in ('upheld', 'partial', 'rejected')),
  decided_at timestamptz,
  decided_by uuid references post,
  check ((outcome is null) = (state in ('RECEIVED', 'OWNED', 'EVIDENCE')))
);
-- One open appeal a person.
create unique index appeal_open on appeal (person_key) where outcome is null;
create index appeal_by_person on appeal (person_key, received_at desc);
-- For lists by what is due, and for the clockwork.
create index appeal_due on appeal (due_at, id) where due_at is not null;
-- For the figures of a month.
create index appeal_by_day on appeal (received_on);
create index appeal_by_owner on appeal (owner_post) where owner_post is not null;
create index appeal_by_decider on appeal (decided_by) where decided_by is not null;
alter table appeal enable row level security;
create policy appeal_seen on appeal for select
  using (in_my_area(place) or in_my_area(owner_area) or is_my_person(person_key));
create policy appeal_filed on appeal for insert
  with check (my_role() = 'system' or is_my_person(person_key) or in_my_area(owner_area));
create policy appeal_moves on appeal for update
  using (in_my_area(place) or in_my_area(owner_area) or is_my_person(person_key)) with check (true);
grant select, insert, update on appeal to wangge_server;

-- An appeal is decided by the health department, by nobody else: not by the clock, not by the server's role by hand.
create function keep_appeal_decisions() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.outcome is not null then raise exception 'appeals: filed undecided' using errcode = '42501'; end if;
  elsif (new.outcome is distinct from old.outcome or new.decided_by is distinct from old.decided_by)
        and (not is_health(new.decided_at) or new.decided_by is distinct from my_post()) then
    raise exception 'appeals: only health decides' using errcode = '42501';
  elsif (new.person_key, new.received_at, new.evidence_ids, new.sealed_words)
        is distinct from (old.person_key, old.received_at, old.evidence_ids, old.sealed_words) then
    raise exception 'appeals: what was filed stands' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger appeal_decisions before insert or update on appeal for each row execute function keep_appeal_decisions();

-- Family: person. Proof that was attached: sealed, its type read from its bytes.
create table appeal_attachment (
  appeal_id uuid not null references appeal,
  n smallint not null check (n between 1 and 3),
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  bytes integer not null check (bytes between 1 and 2097152),
  sha256 text not null,
  sealed bytea not null,
  added_at timestamptz not null,
  primary key (appeal_id, n)
);
alter table appeal_attachment enable row level security;
create policy appeal_attachment_of_appeal on appeal_attachment
  using (exists (select from appeal a where a.id = appeal_attachment.appeal_id)) with check (true);
grant select, insert on appeal_attachment to wangge_server;

-- Family: person. What happened to an appeal, by whom; append-only. Words of the holder are sealed with the appeal.
create table appeal_step (
  id uuid primary key,
  appeal_id uuid not null references appeal,
  step text not null check (step in ('received', 'owned', 'evidence', 'escalated', 'suspended', 'resumed', 'decided', 'notified',
                                     'review-asked', 'reviewed', 'ombudsman-asked', 'opinion', 'closed')),
  at timestamptz not null,
  by_post uuid,
  by_role text not null,
  by_organisation text,
  -- The account, so that the second review is another person's whatever his post.
  by_account uuid,
  words text check (length(words) <= 2000),
  outcome text check (outcome in ('upheld', 'partial', 'rejected'))
);
-- For what was done with an appeal, in order.
create index appeal_step_by_appeal on appeal_step (appeal_id, at);
alter table appeal_step enable row level security;
create policy appeal_step_of_appeal on appeal_step
  using (exists (select from appeal a where a.id = appeal_step.appeal_id)) with check (true);
grant select, insert on appeal_step to wangge_server;

-- Family: reference. The figures as last counted: sums only, suppressed when published.
create table appeal_figures (
  month text primary key check (month ~ '^\d{4}-\d{2}$'),
  document jsonb not null,
  counted_at timestamptz not null
);
grant select, insert, update on appeal_figures to wangge_server;

-- While an overdue appeal waits, weak evidence does not count and the code is green-pending.
insert into evidence_kind (kind, colour, rank, class, recorded_by, ends_by_release) values
  ('appeal-overdue', 'pending', 2, 'E1', '{system}', false);
