-- why: a paper code carries the last four of the identity number, opened for that purpose and written to the audit log
-- locks: none
-- old code can run: yes

-- The sealed identity of a holder of a code in the actor's own area, for printing it on paper; who, whose and why go to the
-- audit log as every opening does. `outcome`: opened, not-recorded (no name is known), not-found (outside the area, no code).
create function open_identity_for_paper(entry_id uuid, at timestamptz, person uuid)
returns table (outcome text, sealed bytea, place text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(my_role(), '') not in ('operator', 'grid-worker', 'health-worker') then
    raise exception 'open_identity_for_paper: no such duty' using errcode = 'insufficient_privilege';
  end if;
  select c.place into place from code_current c where c.person_key = person and in_my_area(c.place);
  if not found then outcome := 'not-found';
  else
    select i.sealed into sealed from sealed_identity i where i.person_key = person;
    outcome := case when found then 'opened' else 'not-recorded' end;
  end if;
  insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
  values (entry_id, at, my_post(), my_role(), my_area(), 'identity.open', 'person', person::text, place,
          jsonb_build_object('outcome', outcome, 'form', 'last-four', 'purpose', 'paper-code', 'breakGlass', false));
  return next;
end
$$;
revoke all on function open_identity_for_paper(uuid, timestamptz, uuid) from public;
grant execute on function open_identity_for_paper(uuid, timestamptz, uuid) to wangge_server;

-- Whose these code ids are, as last attested; for whoever stands at a checkpoint, wherever the person lives.
create function persons_of_codes(issuers text[], code_ids integer[])
returns table (issuer text, code_id integer, person_key uuid, form text, issued_at timestamptz, expires_at timestamptz,
               listed_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct on (a.code_id, a.issuer) a.issuer, a.code_id, a.person_key, a.form, a.issued_at, a.expires_at, a.listed_at
    from unnest(issuers, code_ids) as q (issuer, code_id)
    join attestation a on a.code_id = q.code_id and a.issuer = q.issuer
   where my_role() in ('checkpoint-staff', 'system')
   order by a.code_id, a.issuer, a.issued_at desc
$$;
revoke all on function persons_of_codes(text[], integer[]) from public;
grant execute on function persons_of_codes(text[], integer[]) to wangge_server;

-- Which of these codes (by index, from 1) still stand at that decision; those are locked for sharing until the transaction
-- ends, so that nobody turns them meanwhile. Whoever is being turned at this moment is left out and does not wait. A
-- function of the owner, because locking takes the right to write, and the server's role has none on codes.
create function lock_standing(persons uuid[], seqs integer[]) returns setof integer
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  select q.n::integer from unnest(persons, seqs) with ordinality as q (person, seq, n)
    join code_current c on c.person_key = q.person and c.seq = q.seq
   for share of c skip locked
$$;
revoke all on function lock_standing(uuid[], integer[]) from public;
grant execute on function lock_standing(uuid[], integer[]) to wangge_server;
