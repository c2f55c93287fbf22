-- why: residents sign in, carry codes for themselves and their families; checkpoints are staffed
-- locks: none on data; the check of post.role is replaced without reading the table twice (not valid, then validated)
-- old code can run: yes

alter table post drop constraint post_role_check;
alter table post add constraint post_role_check check (role in ('analyst', 'signatory', 'operator', 'grid-leader',
  'grid-worker', 'police-officer', 'health-worker', 'auditor', 'checkpoint-staff')) not valid;
alter table post validate constraint post_role_check;

-- Family: person. An account of a resident, found by the key of its phone; the number itself is sealed with the person.
create table resident (
  id uuid primary key,
  phone_key uuid not null unique,
  -- Raised when the resident signs out everywhere: older tokens then count no more.
  epoch integer not null default 1 check (epoch >= 1),
  created_at timestamptz not null,
  closed_at timestamptz
);
grant select, insert, update on resident to wangge_server;

-- Family: person. For whom an account may act: oneself, a child, an elder, a neighbour; ended, never deleted.
create table resident_person (
  resident_id uuid not null references resident,
  person_key uuid not null,
  relation text not null check (relation in ('self', 'child', 'elder', 'spouse', 'other-family', 'ward')),
  added_at timestamptz not null,
  -- A worker or neighbour who applied for someone: the post, or the other resident.
  added_by_post uuid,
  added_by_resident uuid,
  ended_at timestamptz,
  primary key (resident_id, person_key)
);
-- For "whose phones carry this person's code": notices and the holder's own log.
create index resident_person_by_person on resident_person (person_key) where ended_at is null;
-- One account at most says "this is me".
create unique index resident_person_self on resident_person (person_key) where relation = 'self' and ended_at is null;
-- One "self" an account.
create unique index resident_person_one_self on resident_person (resident_id) where relation = 'self' and ended_at is null;
alter table resident_person enable row level security;
-- The resident his own, the platform's clockwork and batch writers all; a post none.
create policy resident_person_own on resident_person
  using ((my_role() = 'resident' and resident_id = my_post()) or my_role() = 'system') with check (true);
grant select, insert, update on resident_person to wangge_server;

-- The person belongs to the account of the resident who acts: what policies of person tables ask beside the area.
create function is_my_person(person uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
  select my_role() = 'resident'
     and exists (select from resident_person
                  where resident_id = my_post() and person_key = person and ended_at is null)
$$;
