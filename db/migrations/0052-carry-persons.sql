-- why: who a person is, as he or somebody for him said it, and what of it does not fit the register
-- locks: none, all tables are new
-- old code can run: yes

-- Family: person. What an account or a post said of who a person is. `matches`: the name against the register's; null:
-- the register has none. Never shown to the applicant.
create table person_claim (
  id uuid primary key,
  resident_id uuid references resident,
  by_post uuid references post,
  person_key uuid not null,
  -- The person whose number it is, when the claim got a key of its own until somebody looked at the document.
  real_key uuid not null,
  relation text check (relation in ('self', 'child', 'elder', 'spouse', 'other-family', 'ward')),
  document text not null,
  id_type text not null,
  born_on date,
  -- Name, number, country, phone; AES-256-GCM bound to the claim.
  sealed bytea not null,
  phone_key uuid,
  -- HMAC of the normalised name: homonyms are found without opening anybody.
  name_key uuid not null,
  matches boolean,
  number_fails boolean not null,
  place place_code,
  reason text,
  at timestamptz not null,
  state text not null check (state in ('carried', 'awaiting', 'ended')),
  check ((resident_id is null) <> (by_post is null))
);
-- For the latest claim of a person.
create index person_claim_by_person on person_claim (person_key, at desc);
-- For claims that stand in for a person.
create index person_claim_by_real on person_claim (real_key) where real_key <> person_key;
-- For the claims of an account, and its limit a day.
create index person_claim_by_resident on person_claim (resident_id, at desc);
-- For namesakes born on the same day: one person with two documents, or two people.
create index person_claim_by_name on person_claim (name_key, born_on);
-- For "who applied for whom at this post".
create index person_claim_by_post on person_claim (by_post);
alter table person_claim enable row level security;
create policy person_claim_seen on person_claim for select
  using (my_role() = 'system' or (my_role() = 'resident' and resident_id = my_post())
         or (my_role() not in ('resident', 'system') and in_my_area(coalesce(place, '00'))));
create policy person_claim_written on person_claim for insert with check (
  my_role() = 'system' or (my_role() = 'resident' and resident_id = my_post()) or by_post = my_post());
create policy person_claim_changed on person_claim for update
  using (my_role() = 'system' or (my_role() = 'resident' and resident_id = my_post())) with check (true);
grant select, insert, update on person_claim to wangge_server;

-- Family: person. Identities that do not fit, for a person of the county: never merged by machine (scenario 27).
create table identity_review (
  id uuid primary key,
  claim_id uuid not null references person_claim,
  person_key uuid not null,
  other_key uuid,
  why text not null check (why in ('name-differs', 'held-elsewhere', 'number-fails-check', 'same-name-near')),
  place place_code not null,
  at timestamptz not null,
  decision text check (decision in ('same-person', 'other-person', 'correct-as-is')),
  decided_at timestamptz,
  decided_by uuid references post,
  reason text,
  unique (claim_id, why)
);
-- For the desk's queue.
create index identity_review_open on identity_review (id) where decision is null;
-- For "does somebody look into this person".
create index identity_review_by_person on identity_review (person_key) where decision is null;
-- For the foreign key.
create index identity_review_by_decider on identity_review (decided_by);
alter table identity_review enable row level security;
create policy identity_review_seen on identity_review for select
  using (my_role() = 'system' or in_my_area(place) or is_my_person(person_key));
create policy identity_review_written on identity_review for insert with check (true);
create policy identity_review_decided on identity_review for update
  using (my_role() = 'operator' and in_my_area(place)) with check (true);
grant select, insert, update on identity_review to wangge_server;

-- Keeps a declared identity where no feed said one: the feed's own stands.
create function keep_declared_identity(person uuid, sealed_text bytea, key text, at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  with kept as (
    insert into sealed_identity (person_key, sealed, key_id, recorded_at) values (person, sealed_text, key, at)
        on conflict (person_key) do nothing returning 1)
  select exists (select from kept)
$$;
revoke all on function keep_declared_identity(uuid, bytea, text, timestamptz) from public;
grant execute on function keep_declared_identity(uuid, bytea, text, timestamptz) to wangge_server;

-- The sealed identity of a person, to be compared by machine with what an applicant said; the ciphertext alone, the key
-- is not in the database. For residents and the posts that apply for others; the result is compared, never shown.
create function identity_to_compare(person uuid) returns bytea
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(my_role(), '') not in ('resident', 'grid-worker', 'grid-leader', 'operator', 'system') then
    raise exception 'identity_to_compare: no such duty' using errcode = 'insufficient_privilege';
  end if;
  return (select i.sealed from sealed_identity i where i.person_key = person);
end $$;
revoke all on function identity_to_compare(uuid) from public;
grant execute on function identity_to_compare(uuid) to wangge_server;

-- Whether some other account says "this is me" of the person, and which: for machine decisions, never shown.
create function self_account_of(person uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select resident_id from resident_person where person_key = person and relation = 'self' and ended_at is null
$$;
revoke all on function self_account_of(uuid) from public;
grant execute on function self_account_of(uuid) to wangge_server;

-- The person himself now has a phone: elders', spouses' and wards' carriers end, guardians of minors stay. Says who ended.
create function end_carriers(person uuid, except_resident uuid, keep_children boolean, at timestamptz)
  returns setof uuid
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  update resident_person set ended_at = at
   where person_key = person and ended_at is null and resident_id <> except_resident
     and not (keep_children and relation = 'child') and relation <> 'self'
     and (my_role() = 'system' or (my_role() = 'resident' and my_post() = except_resident))
  returning resident_id
$$;
revoke all on function end_carriers(uuid, uuid, boolean, timestamptz) from public;
grant execute on function end_carriers(uuid, uuid, boolean, timestamptz) to wangge_server;

-- After a review: the account carries the real person instead of the stand-in.
create function adopt_real_key(claim uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare c person_claim;
begin
  if my_role() <> 'operator' or not exists (
       select from identity_review r where r.claim_id = claim and r.decision = 'same-person' and r.decided_by = my_post()
                                       and in_my_area(r.place)) then return false; end if;
  select * into c from person_claim where id = claim for update;
  if c.resident_id is null or c.real_key = c.person_key then return false; end if;
  -- The account that said "this is me" before gives way: the document was seen.
  update resident_person set ended_at = at
   where ended_at is null and (person_key = c.real_key and relation = 'self' and resident_id <> c.resident_id
                               or person_key = c.person_key and resident_id = c.resident_id);
  insert into resident_person (resident_id, person_key, relation, added_at)
  values (c.resident_id, c.real_key, c.relation, at)
      on conflict (resident_id, person_key) do update set ended_at = null, relation = excluded.relation;
  update person_claim set person_key = real_key where id = claim;
  return true;
end $$;
revoke all on function adopt_real_key(uuid, timestamptz) from public;
grant execute on function adopt_real_key(uuid, timestamptz) to wangge_server;
