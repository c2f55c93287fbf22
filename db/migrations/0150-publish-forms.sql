-- why: a form is data: it reaches all phones within the hour, and what is answered stays sealed with its version
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. One version of a form; its document never changes. A new version of the same key takes the place of
-- the old one in its area; the old one is kept, because answers to it still arrive.
create table form (
  id uuid primary key,
  key text collate "C" not null check (key ~ '^[a-z][a-z0-9_-]{1,39}$'),
  version text not null check (length(version) between 1 and 40),
  title_zh text not null,
  title_en text not null,
  document jsonb not null check (jsonb_typeof(document) = 'object'),
  state text not null default 'draft' check (state in ('draft', 'published', 'replaced', 'withdrawn')),
  -- Until published: the area of whoever brought it.
  area place_code not null,
  roles text[] not null default '{}',
  is_reviewed boolean not null default false,
  shown_from timestamptz,
  shown_until timestamptz,
  brought_by uuid not null,
  brought_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  ended_at timestamptz,
  check ((state = 'draft') = (published_at is null)),
  check ((state in ('replaced', 'withdrawn')) = (ended_at is not null)),
  check (state = 'draft' or cardinality(roles) > 0),
  check (shown_until is null or shown_until > shown_from)
);
-- For the forms around an area, and for "is this version here already".
create index form_by_area on form (area, key, version);
-- One version of a key stands in an area at a time.
create unique index form_standing on form (area, key) where state = 'published';
alter table form enable row level security;
-- What stands above one's area is everybody's below; drafts are seen where they were brought.
create policy form_of_area on form
  using (in_my_area(area) or starts_with(my_area(), area) or my_role() = 'system') with check (in_my_area(area));
grant select, insert, update on form to wangge_server;

-- Family: county. One filled form: who, where, when in clear; the answers sealed (AES-256-GCM, bound to the row's id).
create table form_answer (
  county text collate "C" not null,
  id uuid not null,
  form_id uuid not null references form,
  place place_code not null,
  subject_kind text not null check (subject_kind in ('household', 'person', 'door', 'none')),
  subject_id uuid,
  by_post uuid not null,
  made_at timestamptz not null,
  received_at timestamptz not null,
  sealed_answers bytea not null,
  key_id text not null,
  state text not null check (state in ('kept', 'to-review', 'returned', 'approved', 'replaced')),
  -- The answer that this one corrects; that one is then replaced.
  corrects uuid,
  replaced_at timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  reason text check (length(reason) <= 500),
  primary key (id, county),
  check ((subject_kind = 'none') = (subject_id is null)),
  check ((state = 'replaced') = (replaced_at is not null)),
  check (state <> 'returned' or reason is not null),
  -- Nobody approves his own.
  check (decided_by is null or decided_by <> by_post)
);
-- For the answers to a form in an area, the latest first, and for reports over a day.
create index form_answer_by_form on form_answer (form_id, county, received_at);
-- For the collector: what came back, what was approved.
create index form_answer_by_post on form_answer (by_post, received_at desc);
alter table form_answer enable row level security;
create policy form_answer_of_area on form_answer using (by_post = my_post() or in_my_area(place) or my_role() = 'system')
  with check (by_post = my_post() or in_my_area(place));
grant select, insert, update on form_answer to wangge_server;
