-- why: what is to be signed anew needs the record of the decision too; asked for in a second statement it cost a fifth of the
--   new attestations a second
-- locks: none
-- old code can run: yes (the told_codes() of 0170 was in no release)

drop function told_codes(uuid[], uuid[], uuid[]);

-- For each question (account, person, phone): the epoch of the account's sessions, whether it carries the person, what the code
-- says, and what was told to the phone last, as the text that its mark is made over. Where nothing was told, or of another
-- decision, or before `phones_before` (the refreshed form: `refreshed_before`; milliseconds), or without a mark, also the record of
-- the decision and the key of the phone. Of a person whom the account does not carry it says nothing. Reads resident_session,
-- resident_person_carried, code_current_pkey, colour_decision_pkey (index alone, but for the record), code_device_pkey.
-- A function of the owner, as shown_codes() (0067) is, which old servers go on calling.
create function told_codes(residents uuid[], persons uuid[], devices uuid[], phones_before float8, refreshed_before float8)
returns table (n integer, epoch integer, is_linked boolean, seq integer, colour text, current_until float8, has_later boolean,
               is_revoked boolean, told text, mark text, id uuid, "from" text, "to" text, rule text, rule_set text,
               evidence_id uuid, since float8, until float8, at float8, cause text, mac text, public_key text)
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
         encode(v.mark, 'hex'), d.id, d.old_colour, d.new_colour, d.rule, d.rule_set, d.evidence_ids[1],
         round(date_part('epoch', d.since) * 1000), round(date_part('epoch', d.until) * 1000),
         round(date_part('epoch', d.at) * 1000), d.cause, encode(d.mac, 'hex'),
         case when d.id is not null then encode(v.public_key, 'hex') end
    from unnest(residents, persons, devices) with ordinality as q (resident, person, device, n)
    left join resident r on r.id = q.resident and r.closed_at is null
    left join resident_person l on l.resident_id = r.id and l.person_key = q.person and l.ended_at is null
    left join code_current c on c.person_key = l.person_key
    left join code_device v on v.person_key = c.person_key and v.device = q.device
    -- `offset 0`: asked at all only where it is needed.
    left join lateral (
      select i.* from colour_decision i
       where i.person_key = c.person_key and i.seq = c.seq
         and (v.mark is null or v.decision_seq <> c.seq
              or v.issued_at <= to_timestamp(case when v.public_key is null then refreshed_before else phones_before end / 1000))
      offset 0
    ) d on true
$$;
revoke all on function told_codes(uuid[], uuid[], uuid[], float8, float8) from public;
grant execute on function told_codes(uuid[], uuid[], uuid[], float8, float8) to wangge_server;
