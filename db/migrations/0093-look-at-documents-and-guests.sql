-- why: documents that nobody has seen have a word of their own; neighbours apply; guests' temperatures end a short stay
-- locks: identity_review, resident; empty before the first release
-- old code can run: yes

insert into evidence_kind (kind, colour, rank, class, recorded_by, ends_by_release) values
  ('unseen-document', 'pending', 2, 'E6', '{system}', false);
-- A guest whose temperature was taken and is normal (Suzhou's notice no. 10): the lodging's record releases him.
update evidence_kind set ends_by_release = true where kind = 'short-stay';

-- A neighbour applied for somebody without a phone: nobody of the community has seen the document yet.
alter table identity_review drop constraint identity_review_why_check;
alter table identity_review add constraint identity_review_why_check
  check (why in ('name-differs', 'held-elsewhere', 'number-fails-check', 'same-name-near', 'document-unseen'));
-- For "has somebody seen this person's document", also when a review found that it is not his.
drop index identity_review_by_person;
-- For the reviews of one person.
create index identity_review_by_person on identity_review (person_key);

-- The grid of the place may say that it has seen a neighbour's ward's document; all else stays with operators.
drop policy identity_review_decided on identity_review;
create policy identity_review_decided on identity_review for update
  using (my_role() = 'system' or (my_role() = 'operator' and in_my_area(place))
         or (my_role() in ('grid-worker', 'grid-leader') and why = 'document-unseen' and in_my_area(place)))
  with check (true);

-- Wrong answers to "the last four of your number" of an account whose phone was silent for 90 days: three lock it a day.
alter table resident add column wrong_answers smallint not null default 0;
alter table resident add column answers_locked_until timestamptz;

-- The person himself now has a phone: elders', spouses' and wards' carriers end, also those who carry him under a key of
-- their own because nobody had seen his document; guardians of minors stay. Says who ended.
create or replace function end_carriers(person uuid, except_resident uuid, keep_children boolean, at timestamptz)
  returns setof uuid
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  update resident_person set ended_at = at
   where (person_key = person
          or (resident_id, person_key) in (select c.resident_id, c.person_key from person_claim c
                                            where c.real_key = person and c.real_key <> c.person_key))
     and ended_at is null and resident_id <> except_resident
     and not (keep_children and relation = 'child') and relation <> 'self'
     and (my_role() = 'system' or (my_role() = 'resident' and my_post() = except_resident))
  returning resident_id
$$;

-- After a review: the account carries the real person instead of the stand-in. Who applied for himself takes the place of
-- an account that said so before; who applied for another does not: whoever has an account of his own carries himself.
create or replace function adopt_real_key(claim uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare c person_claim;
begin
  if my_role() not in ('operator', 'grid-worker', 'grid-leader') or not exists (
       select from identity_review r where r.claim_id = claim and r.decision = 'same-person' and r.decided_by = my_post()
                                       and (my_role() = 'operator' or r.why = 'document-unseen')
                                       and in_my_area(r.place)) then return false; end if;
  select * into c from person_claim where id = claim for update;
  if c.resident_id is null or c.real_key = c.person_key or c.state <> 'carried' then return false; end if;
  update resident_person set ended_at = at
   where ended_at is null and (person_key = c.person_key and resident_id = c.resident_id
                               or c.relation = 'self' and person_key = c.real_key and relation = 'self'
                                  and resident_id <> c.resident_id);
  if c.relation not in ('self', 'child')
     and exists (select from resident_person p where p.person_key = c.real_key and p.relation = 'self' and p.ended_at is null)
  then return false; end if;
  insert into resident_person (resident_id, person_key, relation, added_at)
  values (c.resident_id, c.real_key, c.relation, at)
      on conflict (resident_id, person_key) do update set ended_at = null, relation = excluded.relation;
  update person_claim set person_key = real_key where id = claim;
  return true;
end $$;

-- For reminders once a day: pending holders, and those whom the latest list calls blue.
create index code_current_pending on code_current (person_key) where colour = 'pending';
create index evidence_blue on evidence (person_key) where kind = 'assessment-blue';

-- How each declaration of a batch stands. A function, and each look a limit of one: under row-level security a join is
-- planned without knowing how few it reads, and went through all residents.
create function declaration_standings(ids uuid[], persons uuid[], residents uuid[])
  returns table (n integer, is_carried boolean, known_version integer, known_person uuid, known_at timestamptz,
                 latest integer, latest_place text, short_stay_evidence uuid, is_under_review boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  if my_role() is distinct from 'system' then
    raise exception 'declaration_standings: no such duty' using errcode = 'insufficient_privilege';
  end if;
  return query
  select i.n::integer, i.resident is null or p.yes is not null, k.version, k.person_key, k.declared_at,
         coalesce(l.version, 0), l.place::text, l.short_stay_evidence, r.yes is not null
    from unnest(ids, persons, residents) with ordinality as i (id, person, resident, n)
    left join lateral (select true as yes from resident_person p
                        where p.resident_id = i.resident and p.person_key = i.person and p.ended_at is null limit 1) p on true
    left join lateral (select d.version, d.person_key, d.declared_at from declaration d where d.id = i.id limit 1) k on true
    left join lateral (select d.version, d.place, d.short_stay_evidence from declaration d
                        where d.person_key = i.person order by d.version desc limit 1) l on true
    left join lateral (select true as yes from identity_review r where r.person_key = i.person
                          and (r.decision is null and r.why in ('held-elsewhere', 'number-fails-check', 'document-unseen')
                               or r.decision = 'other-person' and r.why in ('held-elsewhere', 'document-unseen')) limit 1) r on true
   order by i.n;
end $$;
revoke all on function declaration_standings(uuid[], uuid[], uuid[]) from public;
grant execute on function declaration_standings(uuid[], uuid[], uuid[]) to wangge_server;
