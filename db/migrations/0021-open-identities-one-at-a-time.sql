-- why: names are sealed by the assessment and opened one at a time, for a purpose, with an entry in the audit log
-- locks: none, the tables are empty before the first release
-- old code can run: yes

-- HMAC of what was sealed: an unchanged identity is not written again tomorrow (a new seal of the same text differs).
alter table sealed_identity add column digest bytea;

-- Keeps sealed identities, the newer over the older; writes nothing when nothing changed. The server cannot read the
-- table, so it cannot upsert by itself.
create function keep_identities(person_keys uuid[], sealed_texts bytea[], digests bytea[], key text, at timestamptz)
returns bigint
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  with kept as (
    insert into sealed_identity as i (person_key, sealed, key_id, recorded_at, digest)
    select person_key, sealed, key, at, digest
      from unnest(person_keys, sealed_texts, digests) as handed (person_key, sealed, digest)
     order by person_key
        on conflict (person_key) do update
           set sealed = excluded.sealed, key_id = excluded.key_id, recorded_at = excluded.recorded_at,
               digest = excluded.digest
         where i.digest is distinct from excluded.digest or i.key_id is distinct from excluded.key_id
    returning 1)
  select count(*) from kept
$$;
revoke all on function keep_identities(uuid[], bytea[], bytea[], text, timestamptz) from public;
grant execute on function keep_identities(uuid[], bytea[], bytea[], text, timestamptz) to wangge_server;
-- Rows come in only through keep_identities().
revoke insert on sealed_identity from wangge_server;
drop policy sealed_identity_insert on sealed_identity;

-- The only way to a sealed identity. Checks as the actor of the transaction, writes who, whose, why and when (also of a
-- refusal), and gives the ciphertext; the key stays outside the database. `outcome`: opened, not-recorded (in the area,
-- but no name is known), no-open-task, not-found (outside the area, or nobody).
create function open_identity(entry_id uuid, at timestamptz, person uuid, form text, purpose text, reason text, task uuid)
returns table (outcome text, sealed bytea, key_id text, place text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  has_task boolean;
  known_at text;
  is_break_glass boolean := purpose is not distinct from 'break-glass';
begin
  if coalesce(my_role(), '') not in ('operator', 'grid-leader', 'grid-worker', 'police-officer', 'health-worker') then
    raise exception 'open_identity: no such duty' using errcode = 'insufficient_privilege';
  end if;
  if form not in ('masked', 'full') or (form = 'full' and purpose is null)
     or (is_break_glass and length(btrim(coalesce(reason, ''))) < 10) then
    raise exception 'open_identity: purpose or reason missing' using errcode = 'check_violation';
  end if;
  select t.place into known_at from task t
   where t.person_key = person and t.ended_at is null and (task is null or t.id = task)
     and (t.holder_post = my_post() or in_my_area(t.place) or in_my_area(t.desk) or in_my_area(t.offered_to))
   limit 1;
  has_task := found;
  if not has_task then
    select t.place into known_at from task t
     where t.person_key = person and (t.holder_post = my_post() or in_my_area(t.place) or in_my_area(t.desk))
     limit 1;
    if not found then
      -- Listed here on a published list (a draft gives nobody a right to a name).
      select r.place into known_at from assessment_result r
       where r.person_key = person and in_my_area(r.place)
         and exists (select from joint_session s where s.assessment_id = r.assessment_id and s.published_at is not null)
       limit 1;
    end if;
  end if;
  if known_at is null then outcome := 'not-found';
  elsif not has_task and not is_break_glass then outcome := 'no-open-task';
  else
    select i.sealed, i.key_id into sealed, key_id from sealed_identity i where i.person_key = person;
    outcome := case when found then 'opened' else 'not-recorded' end;
  end if;
  place := known_at;
  insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
  values (entry_id, at, my_post(), my_role(), my_area(), 'identity.open', 'person', person::text, known_at,
          jsonb_strip_nulls(jsonb_build_object('outcome', outcome, 'form', form, 'purpose', purpose,
            'reason', nullif(btrim(reason), ''), 'taskId', task, 'breakGlass', is_break_glass)));
  return next;
end
$$;
revoke all on function open_identity(uuid, timestamptz, uuid, text, text, text, uuid) from public;
grant execute on function open_identity(uuid, timestamptz, uuid, text, text, text, uuid) to wangge_server;

-- For the auditor's page: openings, newest first.
create index audit_entry_openings on audit_entry (leaf_index desc) where action = 'identity.open';

-- Family: person. Which phone keys lead to which listed people, both keys, no number: the search by phone.
create table person_phone (
  phone_key uuid not null,
  person_key uuid not null,
  recorded_at timestamptz not null,
  primary key (phone_key, person_key)
);
alter table person_phone enable row level security;
-- The link alone tells nothing; it is joined to rows that are filtered by area.
create policy person_phone_all on person_phone using (true) with check (true);
grant select, insert on person_phone to wangge_server;
