-- why: ten million phones fetch their attestations: one statement for many, without a transaction's round trips around it
-- locks: none
-- old code can run: yes

-- For each question (account, person, phone): the epoch of the account's sessions, whether it carries the person, what the code
-- says and rests on, and what was attested to the phone last. Of a person whom the account does not carry it says nothing.
-- Reads resident_pkey, resident_person_pkey, code_current_pkey, colour_decision_pkey, code_device_pkey. A function of the
-- owner: the link is checked here, row by row, and times are milliseconds, which the reader need not parse.
create function shown_codes(residents uuid[], persons uuid[], devices uuid[])
returns table (n integer, epoch integer, is_linked boolean, seq integer, colour text, current_until float8, has_later boolean,
               id uuid, "from" text, "to" text, rule text, rule_set text, evidence_id uuid, since float8, until float8,
               at float8, cause text, mac text, public_key text, is_revoked boolean, code_id integer, decision_seq integer,
               kid text, issued_at float8, expires_at float8, token text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select q.n::integer, r.epoch, l.person_key is not null, c.seq, c.colour, round(extract(epoch from c.until) * 1000)::float8,
         exists (select from colour_decision o where o.person_key = c.person_key and o.seq > c.seq), d.id, d.old_colour,
         d.new_colour, d.rule, d.rule_set, d.evidence_ids[1], round(extract(epoch from d.since) * 1000)::float8,
         round(extract(epoch from d.until) * 1000)::float8, round(extract(epoch from d.at) * 1000)::float8, d.cause, encode(d.mac, 'hex'),
         encode(v.public_key, 'hex'), v.revoked_at is not null, v.code_id, v.decision_seq, v.kid,
         round(extract(epoch from v.issued_at) * 1000)::float8, round(extract(epoch from v.expires_at) * 1000)::float8,
         encode(v.token, 'hex')
    from unnest(residents, persons, devices) with ordinality as q (resident, person, device, n)
    left join resident r on r.id = q.resident and r.closed_at is null
    left join resident_person l on l.resident_id = r.id and l.person_key = q.person and l.ended_at is null
    left join code_current c on c.person_key = l.person_key
    left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
    left join code_device v on v.person_key = c.person_key and v.device = q.device
$$;
revoke all on function shown_codes(uuid[], uuid[], uuid[]) from public;
grant execute on function shown_codes(uuid[], uuid[], uuid[]) to wangge_server;
