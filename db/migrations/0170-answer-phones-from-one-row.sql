-- why: with ten million holders a fetch waited for ten pages from the disk; what an answer says now stands in the phone's own
--   row under the server's mark, and session and link are read from narrow indexes (docs/decisions/0021)
-- locks: code_device shortly (columns without a default); resident and resident_person against writing while their
--   indexes are made, some seconds a million rows
-- old code can run: yes

-- What the attested decision says, and the server's mark over all that the row tells (credentials/told.ts). Null: attested by
-- a server from before; the record is then read as well, as it was.
alter table code_device
  add column rule text,
  add column since timestamptz,
  add column until timestamptz,
  add column decided_at timestamptz,
  add column mark bytea;

-- For the epoch of a session, from the index alone: accounts are wide and seldom asked for anything else.
create index resident_session on resident (id) include (epoch) where closed_at is null;
-- For "does this account carry this person", from the index alone.
create index resident_person_carried on resident_person (resident_id, person_key) where ended_at is null;

-- For each question (account, person, phone): the epoch of the account's sessions, whether it carries the person, what the code
-- says, and what was told to the phone last, as the text that its mark is made over. Of a person whom the account does not carry
-- it says nothing. Reads resident_session, resident_person_carried, code_current_pkey, colour_decision_pkey (index alone),
-- code_device_pkey. A function of the owner, as shown_codes() (0067) is, which old servers go on calling.
create function told_codes(residents uuid[], persons uuid[], devices uuid[])
returns table (n integer, epoch integer, is_linked boolean, seq integer, colour text, current_until float8, has_later boolean,
               is_revoked boolean, told text, mark text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
  select q.n::integer, r.epoch, l.person_key is not null, c.seq, c.colour, round(date_part('epoch', c.until) * 1000),
         exists (select from colour_decision o where o.person_key = c.person_key and o.seq > c.seq), v.revoked_at is not null,
         case when v.person_key is not null then
           concat(v.decision_seq, '|', v.colour, '|', v.rule, '|', round(date_part('epoch', v.since) * 1000), '|',
                  round(date_part('epoch', v.until) * 1000), '|', round(date_part('epoch', v.decided_at) * 1000), '|',
                  v.code_id, '|', v.is_short_stay, '|', v.public_key is not null, '|', v.kid, '|',
                  round(date_part('epoch', v.issued_at) * 1000), '|', round(date_part('epoch', v.expires_at) * 1000), '|',
                  encode(v.token, 'hex')) end,
         encode(v.mark, 'hex')
    from unnest(residents, persons, devices) with ordinality as q (resident, person, device, n)
    left join resident r on r.id = q.resident and r.closed_at is null
    left join resident_person l on l.resident_id = r.id and l.person_key = q.person and l.ended_at is null
    left join code_current c on c.person_key = l.person_key
    left join code_device v on v.person_key = c.person_key and v.device = q.device
$$;

-- The record behind a code and the key of the phone: for what is signed anew, and for what has no mark. No link is checked: the
-- caller has it from told_codes(). Reads colour_decision_pkey, code_device_pkey.
create function decided_codes(persons uuid[], devices uuid[], seqs integer[])
returns table (n integer, id uuid, "from" text, "to" text, rule text, rule_set text, evidence_id uuid, since float8,
               until float8, at float8, cause text, mac text, public_key text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
  select q.n::integer, d.id, d.old_colour, d.new_colour, d.rule, d.rule_set, d.evidence_ids[1],
         round(date_part('epoch', d.since) * 1000), round(date_part('epoch', d.until) * 1000),
         round(date_part('epoch', d.at) * 1000), d.cause, encode(d.mac, 'hex'), encode(v.public_key, 'hex')
    from unnest(persons, devices, seqs) with ordinality as q (person, device, seq, n)
    left join colour_decision d on d.person_key = q.person and d.seq = q.seq
    left join code_device v on v.person_key = q.person and v.device = q.device
$$;

do $$
declare f text;
begin
  foreach f in array array['told_codes(uuid[], uuid[], uuid[])', 'decided_codes(uuid[], uuid[], integer[])']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to wangge_server', f);
  end loop;
end $$;
