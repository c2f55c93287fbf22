-- why: the only ways to evidence, decisions and holds; each checks by itself who acts and what stands
-- locks: none but the index on person_household, a small table
-- old code can run: yes

-- For "who lives with this person".
create index person_household_by_household on person_household (household_key);

-- The role in which the actor stands at this moment; null when he does not: a role that is only claimed opens nothing.
create function codes_role(at timestamptz) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select case my_role()
    when 'system' then 'system'
    when 'resident' then (select 'resident' from resident r where r.id = my_post() and r.closed_at is null)
    else (select p.role from post p where p.id = my_post() and p.role = my_role() and p.valid_from <= at
                                      and (p.valid_until is null or p.valid_until > at)) end
$$;

-- Health role: a signatory of the health department, or a health worker (nobody else, whoever he is).
create function is_health(at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from post p
                  where p.id = my_post() and p.role = my_role() and p.valid_from <= at
                    and (p.valid_until is null or p.valid_until > at)
                    and (p.role = 'health-worker' or (p.role = 'signatory' and p.department = 'health')))
$$;

-- Makes persons holders of a code; locks them in order of their keys. Says which are new.
create function enrol_codes(persons uuid[], places text[], at timestamptz)
  returns table (person_key uuid, is_new boolean)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare acting text := codes_role(at);
begin
  if acting is null or acting in ('police-officer', 'auditor', 'analyst')
     or (acting = 'resident' and exists (select from unnest(persons) as p (person) where not is_my_person(p.person)))
  then raise exception 'codes: may not enrol' using errcode = '42501'; end if;
  return query
  with done as (
    insert into code_current as c (person_key, place, seq, colour)
    select distinct on (h.person) h.person, h.place, 0, 'pending' from unnest(persons, places) as h (person, place)
     order by h.person, length(h.place) desc
        on conflict (person_key) do update set place = excluded.place
           where c.place <> excluded.place and not starts_with(c.place, excluded.place)
    returning c.person_key, c.place, c.seq = 0 as is_new
  ), tally as (
    insert into holder_tally as t (place, shard, holders)
    select left(d.place, n), pg_backend_pid() % 32, count(*)
      from done d cross join (values (2), (4), (6)) as level (n) where d.is_new
     group by 1, 2 order by 1
        on conflict (place, shard) do update set holders = t.holders + excluded.holders
  )
  select d.person_key, d.is_new from done d;
end $$;

-- Every function below that takes arrays reads by key, a few thousand at a time, while the tables grow under it: without
-- enable_seqscan = off a plan made for an empty table would read all of it each time.

-- The codes of these persons, locked in order of their keys, with what decided last. Whoever is no holder is left out.
-- Two statements: what the first waited for is visible to the second, and would not be to itself.
create function lock_codes(persons uuid[])
  returns table (person_key uuid, place text, seq integer, colour text, until timestamptz, rule text, evidence_id uuid,
                 is_consistent boolean)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
begin
  perform 1 from code_current c where c.person_key = any (persons) order by c.person_key for update;
  return query
  select c.person_key, c.place::text, c.seq, c.colour, c.until, d.rule, d.evidence_ids[1],
         (c.seq = 0 or (d.new_colour = c.colour and d.until is not distinct from c.until)) is true
           and not exists (select from colour_decision n where n.person_key = c.person_key and n.seq > c.seq)
    from code_current c left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
   where c.person_key = any (persons)
   order by c.person_key;
end $$;

-- What the codes of these persons say, with the record that each claims to follow; only of whom the actor may see. A function,
-- because a join under row-level security is planned without knowing how few it reads.
create function codes_now(persons uuid[])
  returns table (person_key uuid, place text, seq integer, colour text, current_until timestamptz, has_later boolean, id uuid,
                 old_colour text, new_colour text, rule text, rule_set text, evidence_id uuid, since timestamptz,
                 until timestamptz, at timestamptz, cause text, mac bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
  select c.person_key, c.place, c.seq, c.colour, c.until,
         exists (select from colour_decision l where l.person_key = c.person_key and l.seq > c.seq),
         coalesce(d.id, '00000000-0000-0000-0000-000000000000'), d.old_colour, coalesce(d.new_colour, 'pending'),
         coalesce(d.rule, ''), coalesce(d.rule_set, ''), d.evidence_ids[1], d.since, d.until, coalesce(d.at, 'epoch'),
         coalesce(d.cause, 'enrol'), coalesce(d.mac, '')
    from code_current c
    left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
   where c.person_key = any (persons) and (in_my_area(c.place) or is_my_person(c.person_key))
$$;

-- Puts the projection of these persons back to what their last record says, after somebody has edited it.
create function rebuild_codes(persons uuid[]) returns integer
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  with rebuilt as (
    update code_current c set seq = d.seq, colour = d.new_colour, until = d.until
      from (select distinct on (l.person_key) l.* from colour_decision l where l.person_key = any (persons)
             order by l.person_key, l.seq desc) d
     where d.person_key = c.person_key
    returning 1
  )
  select count(*)::integer from rebuilt
$$;

-- Each look is a limit of one: as an anti-join the plan read all withdrawals for every batch until the statistics had caught up.
-- What stands, or will yet begin, at an instant: not ended, not withdrawn, not held, not found unsound. `known_at`: as it was
-- recorded until then (a past colour, recomputed); null: all that is recorded, whatever another server's clock says.
create function standing_evidence(persons uuid[], at timestamptz, known_at timestamptz)
  returns table (id uuid, person_key uuid, kind text, source text, source_id text, since timestamptz, until timestamptz,
                 recorded_at timestamptz, mac bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
  select e.id, e.person_key, e.kind, e.source, e.source_id, e.since, e.until, e.recorded_at, e.mac
    from evidence e
    left join lateral (
      select true as yes from evidence_withdrawal w
       where w.evidence_id = e.id and (known_at is null or w.at <= known_at)
         and not exists (select from recolouring_hold_item h
                          where h.evidence_id = e.id and h.is_withdrawal
                            and (h.released_at is null or h.released_at > known_at))
         and not exists (select from code_alarm a where a.kind = 'withdrawal-unsound' and a.object_id = e.id::text)
       limit 1) withdrawn on true
    left join lateral (
      select true as yes from recolouring_hold_item h
       where h.evidence_id = e.id and not h.is_withdrawal and (h.released_at is null or h.released_at > known_at)
       limit 1) held on true
    left join lateral (
      select true as yes from code_alarm a where a.kind = 'evidence-unsound' and a.object_id = e.id::text
       limit 1) unsound on true
   where e.person_key = any (persons) and (known_at is null or e.recorded_at <= known_at) and (e.until is null or e.until > at)
     and withdrawn.yes is null and held.yes is null and unsound.yes is null
   order by e.person_key, e.id
$$;

-- Takes evidence. Each kind has its recorders (evidence_kind); what two must say needs the proposal that two have confirmed.
create function record_evidence(ids uuid[], persons uuid[], kinds text[], sources text[], source_ids text[],
    sinces timestamptz[], untils timestamptz[], planneds timestamptz[], facts text[], macs bytea[], at timestamptz)
  returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
declare acting text := codes_role(at);
begin
  if acting is null or exists (
    select from unnest(ids, persons, kinds, sources, source_ids) as i (id, person, kind, source, source_id)
      left join evidence_kind k on k.kind = i.kind
     where k.kind is null
        or (acting = 'resident' and not is_my_person(i.person))
        or (not acting = any (k.recorded_by)
            and not (k.recorded_by && '{two-health,two-posts}'::text[] and i.source = 'proposal'
                     and exists (select from evidence_proposal p
                                  where p.id::text = i.source_id and p.id = i.id and p.what = 'record'
                                    and p.state = 'confirmed' and p.person_key = i.person and p.kind = i.kind))))
  then raise exception 'codes: may not record this evidence' using errcode = '42501'; end if;
  return query
  insert into evidence as e (id, person_key, kind, source, source_id, since, until, planned_until, facts, recorded_at,
                             recorded_by, recorded_role, mac)
  select i.id, i.person, i.kind, i.source, i.source_id, i.since, i.until, i.planned, i.facts::jsonb, at,
         case when acting = 'system' then null else my_post() end, acting, i.mac
    from unnest(ids, persons, kinds, sources, source_ids, sinces, untils, planneds, facts, macs)
         as i (id, person, kind, source, source_id, since, until, planned, facts, mac)
      on conflict (id) do nothing
  returning e.id;
end $$;

-- What ends together with this evidence: the household of whoever leaves a fever clinic.
create function linked_evidence(ids uuid[]) returns table (id uuid, person_key uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
  select e.id, e.person_key from evidence e
   where e.source = 'household' and e.source_id = any (ids::text[])
     and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)
$$;

-- Whose evidence these are.
create function evidence_persons(ids uuid[]) returns table (id uuid, person_key uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
  select e.id, e.person_key from evidence e where e.id = any (ids)
$$;

-- Withdrawals of evidence that would otherwise stand: each is checked before it counts.
create function standing_withdrawals(persons uuid[], standing_at timestamptz)
  returns table (evidence_id uuid, person_key uuid, at timestamptz, because text, source_id text, mac bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
  select w.evidence_id, w.person_key, w.at, w.because, w.source_id, w.mac
    from evidence_withdrawal w join evidence e on e.id = w.evidence_id
   where w.person_key = any (persons) and (e.until is null or e.until > standing_at)
     and not exists (select from code_alarm a where a.kind = 'withdrawal-unsound' and a.object_id = e.id::text)
$$;

-- Withdraws evidence; says which and whose. Who may: two of health (a confirmed proposal), health upon an appeal, one of
-- health for what a clinician's signature ends, the source itself for its own. Nobody else.
create function withdraw_evidence(ids uuid[], why text, by_source text, reason_text text, macs bytea[], at timestamptz)
  returns table (evidence_id uuid, person_key uuid)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare acting text := codes_role(at); is_of_health boolean := is_health(at);
begin
  if acting is null or exists (
    select from evidence e join evidence_kind k on k.kind = e.kind
     where e.id = any (ids)
       and (case why
         when 'appeal' then acting = 'system' or is_of_health
         when 'release' then (acting = 'system' or is_of_health) and k.ends_by_release
         when 'two-health' then is_of_health and exists (
           select from evidence_proposal p where p.id::text = by_source and p.what = 'withdraw' and p.state = 'confirmed'
                                             and (p.evidence_id = e.id or e.source_id = p.evidence_id::text))
         when 'source' then
           (acting = 'system' and not k.recorded_by @> '{two-health}')
           or (acting in ('resident', 'grid-worker', 'grid-leader', 'health-worker')
               and e.kind in ('unchecked-declaration', 'short-stay')
               and (acting <> 'resident' or is_my_person(e.person_key)))
         else false end) is not true)
  then raise exception 'codes: may not withdraw this evidence' using errcode = '42501'; end if;
  return query
  insert into evidence_withdrawal as w (evidence_id, person_key, at, because, source_id, reason, by_post, by_role, mac)
  select e.id, e.person_key, at, why, by_source, reason_text, case when acting = 'system' then null else my_post() end,
         acting, i.mac
    from unnest(ids, macs) as i (id, mac) join evidence e on e.id = i.id
      on conflict (evidence_id) do nothing
  returning w.evidence_id, w.person_key;
end $$;

-- Records decisions and renews the projection. A colour that is not that of the strongest standing evidence at this time
-- is refused, and so is one that rests on evidence which does not stand: there is no way to write a colour.
create function record_decisions(persons uuid[], seqs integer[], ids uuid[], news text[], rules text[], ruleset text,
    deciders uuid[], sinces timestamptz[], untils timestamptz[], decided timestamptz, why text, macs bytea[])
  returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare wrong integer; written integer;
begin
  if codes_role(decided) is null then raise exception 'codes: nobody acts' using errcode = '42501'; end if;
  with stands as materialized (
    select s.id, s.person_key, k.rank, s.kind from standing_evidence(persons, decided, null) s join evidence_kind k on k.kind = s.kind
     where s.since <= decided
  ), best as (select s.person_key, min(s.rank) as rank from stands s group by s.person_key)
  select count(*) into wrong
    from unnest(persons, news, rules, deciders) as d (person, colour, rule, decider)
    left join best b on b.person_key = d.person
    left join stands s on s.id = d.decider
   where case d.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end <> coalesce(b.rank, 3)
      or (b.rank is null and (d.decider is not null or d.rule <> 'nothing-found'))
      or (b.rank is not null and (s.person_key is distinct from d.person or s.rank <> b.rank or s.kind <> d.rule));
  if wrong > 0 then
    raise exception 'codes: % decisions do not follow from the standing evidence', wrong using errcode = '42501';
  end if;
  -- A decision counts on from the one before it: whoever was faster has raised the number.
  with now_is as (
    update code_current c set seq = d.seq, colour = d.colour, until = d.until
      from unnest(persons, seqs, news, untils) as d (person, seq, colour, until)
     where c.person_key = d.person and c.seq = d.seq - 1
    returning c.person_key, c.place
  ), kept as (
    insert into colour_decision (person_key, seq, id, place, old_colour, new_colour, rule, rule_set, evidence_ids, since,
                                 until, at, cause, mac)
    select d.person, d.seq, d.id, n.place, p.new_colour, d.colour, d.rule, ruleset,
           case when d.decider is null then '{}'::uuid[] else array[d.decider] end, d.since, d.until, decided, why, d.mac
      from unnest(persons, seqs, ids, news, rules, deciders, sinces, untils, macs)
           as d (person, seq, id, colour, rule, decider, since, until, mac)
      join now_is n on n.person_key = d.person
      left join colour_decision p on p.person_key = d.person and p.seq = d.seq - 1
    returning place, old_colour, new_colour
  ), tally as (
    insert into recolouring_tally as t (place, minute, shard, changed)
    select left(k.place, n), date_trunc('minute', decided), pg_backend_pid() % 16, count(*)
      from kept k cross join (values (2), (4), (6)) as level (n)
     where why in ('evidence', 'withdrawal', 'list') and k.old_colour <> k.new_colour
       and (k.old_colour in ('red', 'yellow') or k.new_colour in ('red', 'yellow'))
     group by 1 order by 1
        on conflict (place, minute, shard) do update set changed = t.changed + excluded.changed
  )
  select count(*) into written from kept;
  if written <> cardinality(persons) then
    raise exception 'codes: somebody was faster' using errcode = '40001';
  end if;
  return written;
end $$;

-- Keeps evidence (or withdrawals) from counting in a place; joins the hold that is open there. Says its id and if it is new.
create function hold_recolouring(new_id uuid, at_place text, why text, would integer, of_holders integer, limited integer,
    of_version integer, evidence_ids uuid[], withdrawals boolean[], persons uuid[], at timestamptz)
  returns table (id uuid, is_new boolean)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare hold uuid; was_new boolean;
begin
  if codes_role(at) is null then raise exception 'codes: nobody acts' using errcode = '42501'; end if;
  insert into recolouring_hold as h (id, place, cause, opened_at, would_change, holders, limit_persons, limit_version, state)
  values (new_id, at_place, why, at, would, of_holders, limited, of_version, 'open')
      on conflict (place) where state = 'open' do update set would_change = greatest(h.would_change, excluded.would_change)
  returning h.id, h.id = new_id into hold, was_new;
  insert into recolouring_hold_item (evidence_id, is_withdrawal, hold_id, person_key)
  select i.evidence, i.withdrawal, hold, i.person
    from unnest(evidence_ids, withdrawals, persons) as i (evidence, withdrawal, person)
      on conflict (evidence_id, is_withdrawal) do nothing;
  return query select hold, was_new;
end $$;

-- One person of health says release or reject; two that agree, of different organisations and accounts, end the hold.
create function decide_hold(hold uuid, new_id uuid, said text, because text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare held recolouring_hold; agreed integer;
begin
  select * into held from recolouring_hold h where h.id = hold and in_my_area(h.place) for update;
  if held.id is null then return 'unknown'; end if;
  if held.state <> 'open' then return 'ended'; end if;
  if not is_health(at) or my_role() <> 'signatory' then return 'not-health'; end if;
  if exists (select from recolouring_hold_decision d join post p on p.id = d.post_id join post m on m.id = my_post()
              where d.hold_id = hold and p.account_id = m.account_id) then return 'said-already'; end if;
  insert into recolouring_hold_decision (id, hold_id, decision, reason, post_id, at)
  values (new_id, hold, said, because, my_post(), at);
  select count(distinct p.organisation) into agreed
    from recolouring_hold_decision d join post p on p.id = d.post_id where d.hold_id = hold and d.decision = said;
  if agreed < 2 then return 'open'; end if;
  update recolouring_hold set state = case said when 'release' then 'released' else 'rejected' end, ended_at = at
   where id = hold;
  if said = 'release' then
    update recolouring_hold_item set released_at = at where hold_id = hold;
    return 'released';
  end if;
  return 'rejected';
end $$;

-- Writes an alarm, once for each thing; says if it is new.
create function raise_code_alarm(new_id uuid, of_kind text, of_object text, person uuid, at_place text, facts text,
    at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  with raised as (
    insert into code_alarm (id, at, kind, object_id, person_key, place, detail)
    select new_id, at, of_kind, of_object, person,
           coalesce(at_place, (select c.place from code_current c where c.person_key = person)), facts::jsonb
        on conflict (kind, object_id) do nothing
    returning id
  )
  select exists (select from raised)
$$;

create function see_code_alarm(alarm uuid, at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  with seen as (
    update code_alarm set seen_at = at, seen_by = my_post()
     where id = alarm and seen_at is null and codes_role(at) in ('auditor', 'signatory', 'health-worker')
       and (in_my_area(place) or length(my_area()) = 2)
    returning id
  )
  select exists (select from seen)
$$;

-- Proposes what a second person must confirm. Says 'ok', or why not.
create function propose_evidence(new_id uuid, person uuid, to_do text, of_kind text, of_evidence uuid, of_event text,
    because text, for_hours integer, of_source text, of_source_id text, dated timestamptz, by_post uuid, at timestamptz)
  returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare acting text := codes_role(at); poster post; holder code_current; today integer;
begin
  select * into holder from code_current c where c.person_key = person and (in_my_area(c.place) or length(my_area()) = 2);
  if holder.person_key is null then return 'no-code'; end if;
  if of_kind = 'field-symptom' and to_do = 'record' then
    if acting is null or acting not in ('system', 'grid-worker', 'grid-leader', 'health-worker') then return 'not-yours'; end if;
  elsif not is_health(at) then return 'not-yours';
  elsif to_do = 'record' and of_kind not in ('hand-red', 'hand-yellow') then return 'not-by-hand';
  end if;
  select * into poster from post p where p.id = case when acting = 'system' then by_post else my_post() end;
  if of_kind like 'hand-%' and to_do = 'record' then
    select count(*) into today from evidence_proposal p
     where p.kind like 'hand-%' and p.what = 'record' and p.state in ('open', 'confirmed')
       and left(p.place, 6) = left(holder.place, 6)
       and (p.proposed_at at time zone 'Asia/Shanghai')::date = (at at time zone 'Asia/Shanghai')::date;
  end if;
  insert into evidence_proposal (id, person_key, place, what, kind, evidence_id, event_id, reason, hours, source, source_id,
      since, proposed_by, proposed_role, proposed_organisation, proposed_at, needs_province, state)
  values (new_id, person, holder.place, to_do, of_kind, of_evidence, of_event, because, for_hours, of_source, of_source_id,
          dated, poster.id, coalesce(poster.role, acting), coalesce(poster.organisation, ''), at, coalesce(today, 0) >= 200, 'open')
      on conflict do nothing;
  return case when found then 'ok' else 'already' end;
end $$;

-- The second person's word (and the province's, when the daily limit is passed). Says what became of the proposal.
create function decide_proposal(proposal uuid, said text, because text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare p evidence_proposal; me post; is_enough boolean;
begin
  select * into p from evidence_proposal e
   where e.id = proposal and (in_my_area(e.place) or starts_with(my_area(), left(e.place, 6))) for update;
  select * into me from post where id = my_post() and codes_role(at) = role;
  if p.id is null or me.id is null then return 'unknown'; end if;
  if p.state <> 'open' then return 'ended'; end if;
  if p.kind = 'field-symptom' and p.what = 'record' then
    if me.role not in ('grid-worker', 'grid-leader', 'health-worker') then return 'not-yours'; end if;
  elsif not is_health(at) then return 'not-yours';
  end if;
  if me.id = p.proposed_by or exists (select from post o where o.id = p.proposed_by and o.account_id = me.account_id)
     or exists (select from evidence_proposal_decision d join post o on o.id = d.post_id
                 where d.proposal_id = proposal and o.account_id = me.account_id) then return 'same-person'; end if;
  if p.kind <> 'field-symptom' and said = 'confirm' and me.organisation = p.proposed_organisation then
    return 'same-organisation';
  end if;
  insert into evidence_proposal_decision (proposal_id, post_id, decision, organisation, area, reason, at)
  values (proposal, me.id, said, me.organisation, me.area, because, at);
  if said = 'reject' then
    update evidence_proposal set state = 'rejected', ended_at = at where id = proposal;
    return 'rejected';
  end if;
  select count(*) >= case when p.needs_province then 2 else 1 end
         and (not p.needs_province or bool_or(length(d.area) = 2 and o.role = 'signatory' and o.department = 'health'))
    into is_enough
    from evidence_proposal_decision d join post o on o.id = d.post_id
   where d.proposal_id = proposal and d.decision = 'confirm';
  if not is_enough then return 'open'; end if;
  update evidence_proposal set state = 'confirmed', ended_at = at,
         review_at = case when p.kind like 'hand-%' and p.what = 'record' then at + interval '24 hours' end
   where id = proposal;
  return 'confirmed';
end $$;

-- Proposals that nobody confirmed in a day lapse; evidence by hand is looked at again after a day. For the clockwork.
create function lapse_proposals(at timestamptz) returns integer
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  with lapsed as (
    update evidence_proposal set state = 'lapsed', ended_at = at
     where state = 'open' and proposed_at < at - interval '24 hours' returning id
  )
  select count(*)::integer from lapsed
$$;

-- Those who share a household with these persons and hold a code.
create function housemates_of(persons uuid[]) returns table (person_key uuid, mate uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select h.person_key, o.person_key
    from person_household h
    join person_household o on o.household_key = h.household_key and o.person_key <> h.person_key
   where h.person_key = any (persons)
$$;

-- Is a phone that the register gives this person his own? He signed in with it within 30 days (domain.md §6.1, E4).
create function is_phone_confirmed(person uuid, at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from person_phone p
      join resident r on r.phone_key = p.phone_key and r.closed_at is null and r.last_signed_in_at > at - interval '30 days'
      join resident_person s on s.resident_id = r.id and s.person_key = p.person_key and s.relation = 'self' and s.ended_at is null
     where p.person_key = person)
$$;

-- The tier that may colour by itself; null when none may. A stay known only from a phone (E4) that others use as well, or that
-- nobody has confirmed to be this person's within 30 days, makes a task and no colour (domain.md §6.1, scenario 6 of §7.3).
-- Asked only where a phone is in the evidence at all: most of a list has none.
create function colouring_tier(person uuid, tier text, evidence jsonb, at timestamptz) returns text
language sql stable as $$
  select (
    select case min(case r->>'tier' when 'red' then 0 when 'yellow' then 1 else 2 end)
             when 0 then 'red' when 1 then 'yellow' when 2 then 'blue' end
      from jsonb_array_elements(evidence) r
     where exists (select from jsonb_array_elements(r->'evidence') i
                    where i->>'feed' <> 'telecom/stays'
                       or ((i->>'sharedPhone') is distinct from 'true' and is_phone_confirmed(person, at))))
$$;

-- What the latest published list says of these persons: the tier that may colour, and whether measures stand.
create function listed_for_codes(persons uuid[], at timestamptz)
  returns table (person_key uuid, assessment_id uuid, day date, tier text, latest_exposure_at timestamptz, is_case boolean,
                 managed boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.person_key, r.assessment_id, s.day,
         case when r.evidence::text like '%telecom/stays%' then colouring_tier(r.person_key, r.tier, r.evidence, at) else r.tier end,
         r.latest_exposure_at,
         'case' = any (r.rules), r.managed
    from (select j.assessment_id, j.day from joint_session j where j.state = 'published'
           order by j.day desc, j.version desc limit 1) s
    join assessment_result r on r.assessment_id = s.assessment_id
   where r.person_key = any (persons) and r.kind = 'person'
$$;

-- Holders on a list, in order of their keys, a part at a time.
create function listed_holders(assessment uuid, after uuid, up_to uuid, at_most integer, at timestamptz)
  returns table (person_key uuid, assessment_id uuid, day date, tier text, latest_exposure_at timestamptz, is_case boolean,
                 managed boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
  select r.person_key, r.assessment_id, r.day,
         case when r.evidence::text like '%telecom/stays%' then colouring_tier(r.person_key, r.tier, r.evidence, at) else r.tier end,
         r.latest_exposure_at,
         'case' = any (r.rules), r.managed
    from assessment_result r
   where r.assessment_id = assessment and r.kind = 'person' and r.person_key > after and r.person_key <= up_to
     and exists (select from code_current c where c.person_key = r.person_key)
   order by r.person_key limit at_most
$$;

-- Persons with standing evidence of an earlier list who are not on this one, in order of their keys, a part at a time.
create function left_out_of_list(assessment uuid, after uuid, up_to uuid, at_most integer, at timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set jit = off as $$
  select distinct e.person_key from evidence e
   where e.source = 'assessment' and e.person_key > after and e.person_key <= up_to and (e.until is null or e.until > at)
     and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)
     and not exists (select from assessment_result r where r.person_key = e.person_key and r.assessment_id = assessment)
     and exists (select from code_current c where c.person_key = e.person_key)
   order by e.person_key limit at_most
$$;

-- How many holders an assessment would recolour, and in how many households, by county: before it is published.
create function preview_recolouring(assessment uuid, at timestamptz)
  returns table (county text, to_red integer, to_yellow integer, to_green integer, households integer, holders integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  if codes_role(at) is null or not (codes_role(at) in ('system', 'auditor', 'operator', 'analyst') or is_health(at))
  then raise exception 'codes: may not preview' using errcode = '42501'; end if;
  return query
  with result as materialized (
    select c.person_key, c.place, c.colour, d.rule,
           case when r.managed then 0 else
             case (case when r.evidence::text like '%telecom/stays%' then colouring_tier(r.person_key, r.tier, r.evidence, at) else r.tier end) when 'red' then 0 when 'yellow' then 1 else 3 end end as listed
      from code_current c
      join assessment_result r on r.person_key = c.person_key and r.assessment_id = assessment and r.kind = 'person'
      left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
     union all
    select c.person_key, c.place, c.colour, d.rule, 3
      from code_current c
      join colour_decision d on d.person_key = c.person_key and d.seq = c.seq and d.rule in ('assessment-red', 'assessment-yellow')
     where not exists (select from assessment_result r where r.person_key = c.person_key and r.assessment_id = assessment)
  ), new_colour as (
    select r.person_key, r.place, r.colour,
           case when r.rule in ('assessment-red', 'assessment-yellow', 'assessment-blue', 'nothing-found') then r.listed
             else least(r.listed, case r.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end) end as rank
      from result r
  ), changed as (
    select n.person_key, left(n.place, 6) as county, n.rank from new_colour n
     where n.rank <> case n.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end
       and in_my_area(n.place)
  )
  select c.county, (count(*) filter (where c.rank = 0))::integer, (count(*) filter (where c.rank = 1))::integer,
         (count(*) filter (where c.rank = 3))::integer,
         -- Somebody without a known household is one of his own.
         count(distinct coalesce(h.household_key, c.person_key))::integer,
         (select coalesce(sum(t.holders), 0)::integer from holder_tally t where t.place = c.county)
    from changed c left join person_household h on h.person_key = c.person_key
   group by c.county order by c.county;
end $$;

do $$
declare f text;
begin
  foreach f in array array['codes_role(timestamptz)', 'is_health(timestamptz)', 'enrol_codes(uuid[], text[], timestamptz)',
    'lock_codes(uuid[])', 'rebuild_codes(uuid[])', 'codes_now(uuid[])', 'standing_evidence(uuid[], timestamptz, timestamptz)',
    'record_evidence(uuid[], uuid[], text[], text[], text[], timestamptz[], timestamptz[], timestamptz[], text[], bytea[], timestamptz)',
    'linked_evidence(uuid[])', 'evidence_persons(uuid[])', 'standing_withdrawals(uuid[], timestamptz)', 'withdraw_evidence(uuid[], text, text, text, bytea[], timestamptz)',
    'record_decisions(uuid[], integer[], uuid[], text[], text[], text, uuid[], timestamptz[], timestamptz[], timestamptz, text, bytea[])',
    'hold_recolouring(uuid, text, text, integer, integer, integer, integer, uuid[], boolean[], uuid[], timestamptz)',
    'decide_hold(uuid, uuid, text, text, timestamptz)', 'raise_code_alarm(uuid, text, text, uuid, text, text, timestamptz)',
    'see_code_alarm(uuid, timestamptz)',
    'propose_evidence(uuid, uuid, text, text, uuid, text, text, integer, text, text, timestamptz, uuid, timestamptz)',
    'decide_proposal(uuid, text, text, timestamptz)', 'lapse_proposals(timestamptz)', 'housemates_of(uuid[])', 'is_phone_confirmed(uuid, timestamptz)',
    'preview_recolouring(uuid, timestamptz)',
    'listed_for_codes(uuid[], timestamptz)', 'listed_holders(uuid, uuid, uuid, integer, timestamptz)',
    'left_out_of_list(uuid, uuid, uuid, integer, timestamptz)']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to wangge_server', f);
  end loop;
end $$;
