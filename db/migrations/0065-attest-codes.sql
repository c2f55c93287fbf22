-- why: codes are attested by signature, so that showing and verifying one needs no server; what no longer holds is listed
-- locks: none, all tables are new
-- old code can run: yes

-- Blocks of 1,024 code ids, taken by a process at a time; a permutation of 2^30 (rules/code-id.ts) makes them look random.
-- Cycles after 10^9 attestations: at a province's 80 million a day that is 13 days, and no attestation lives longer than 7.
create sequence code_id_block as bigint minvalue 0 maxvalue 1048575 start 0 cycle;
grant usage on sequence code_id_block to wangge_server;

-- Family: person. Every attestation of the last days, one row each: who stands behind a code id, and until when it counts.
create table attestation (
  person_key uuid not null,
  issuer place_code not null,
  -- Less than 2^30; unique among the attestations that are alive.
  code_id integer not null check (code_id >= 0 and code_id < 1073741824),
  form text not null check (form in ('phone', 'refreshed', 'paper')),
  -- The phone it was made for; null: paper, or the refreshed form.
  device uuid,
  colour text not null check (colour in ('red', 'yellow', 'pending', 'green')),
  -- The decision that it attests (colour_decision of the person).
  decision_seq integer not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at),
  -- When it was put on the change list: the person turned, the device or the paper was revoked.
  listed_at timestamptz,
  primary key (person_key, code_id)
);
-- For a scan and for a typed short code: whose it is.
create index attestation_by_code on attestation (code_id, issuer);
-- For erasing what is past.
create index attestation_by_expiry on attestation using brin (expires_at);
alter table attestation enable row level security;
-- The platform's own batches all; a post who stands in the person's area, and the resident himself, through the code.
create policy attestation_seen on attestation
  using (my_role() = 'system' or exists (select from code_current c where c.person_key = attestation.person_key))
  with check (my_role() = 'system' or exists (select from code_current c where c.person_key = attestation.person_key));
grant select, insert, update, delete on attestation to wangge_server;

-- Family: person. The phones that show a person's code, and what each shows now. `device`: first 16 bytes of SHA-256 of the
-- public key; all zeros: the form that the server refreshes for phones without a key of their own.
create table code_device (
  person_key uuid not null,
  device uuid not null,
  -- Whose account registered it.
  resident_id uuid not null,
  -- COSE_Key; null for the refreshed form.
  public_key bytea,
  registered_at timestamptz not null,
  revoked_at timestamptz,
  code_id integer not null,
  colour text not null,
  decision_seq integer not null,
  is_short_stay boolean not null default false,
  -- Key that signed the token: one that was removed makes it stale.
  kid text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  -- COSE_Sign1; anybody may see it, nobody can make it.
  token bytea not null,
  primary key (person_key, device)
) with (fillfactor = 80);
-- For "how many persons one phone shows" (false greens).
create index code_device_by_device on code_device (device);
alter table code_device enable row level security;
create policy code_device_seen on code_device
  using (my_role() = 'system' or exists (select from code_current c where c.person_key = code_device.person_key))
  with check (my_role() = 'system' or is_my_person(person_key));
grant select, insert, update, delete on code_device to wangge_server;

-- Family: person. Codes on paper: who printed which for whom, and how it ended.
create table paper_code (
  id uuid primary key,
  person_key uuid not null,
  place place_code not null,
  code_id integer not null,
  decision_seq integer not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  printed_by uuid not null references post,
  revoked_at timestamptz,
  revoked_by uuid references post,
  revoked_because text check (revoked_because in ('returned', 'lost', 'mistake', 'replaced'))
);
-- For a person's papers.
create index paper_code_by_person on paper_code (person_key, issued_at desc);
-- For "what did this post print" and for the foreign keys.
create index paper_code_by_printer on paper_code (printed_by, issued_at desc);
-- For the foreign key.
create index paper_code_by_revoker on paper_code (revoked_by) where revoked_by is not null;
alter table paper_code enable row level security;
create policy paper_code_seen on paper_code using (in_my_area(place) or is_my_person(person_key)) with check (in_my_area(place));
grant select, insert, update on paper_code to wangge_server;

-- Family: reference. Code ids that no longer tell the truth, until the next batch takes them up. No person is in it.
create table code_change_pending (
  code_id integer not null,
  is_paper boolean not null,
  noted_at timestamptz not null
);
grant select, insert, delete on code_change_pending to wangge_server;

-- Family: reference. The change list in minute batches, also empty ones: a list says as of when it is.
create table code_change_batch (
  sequence bigint primary key,
  published_at timestamptz not null,
  -- Count for 24 hours from here, as their attestations do.
  phone_ids integer[] not null,
  -- Count for 7 days.
  paper_ids integer[] not null
);
grant select, insert, delete on code_change_batch to wangge_server;

-- Lists the live attestations of these persons that are better than the colour that each has now (`tos`), each once.
-- A function of the owner, because whoever's evidence turned the person need not see his attestations.
create function note_code_changes(persons uuid[], tos text[], at timestamptz) returns integer
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  with turned as (
    select p.person, p.rank from unnest(persons, array(select case t when 'red' then 0 when 'yellow' then 1 else 2 end
                                                         from unnest(tos) with ordinality as o (t, n) order by n))
                                  as p (person, rank) where p.rank < 2
  ), listed as (
    update attestation a set listed_at = at
      from turned
     where a.person_key = turned.person and a.listed_at is null and a.expires_at > at and a.form <> 'refreshed'
       and case a.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end > turned.rank
    returning a.code_id, a.form
  ), noted as (
    insert into code_change_pending (code_id, is_paper, noted_at) select code_id, form = 'paper', at from listed returning 1
  )
  select count(*)::integer from noted
$$;
revoke all on function note_code_changes(uuid[], text[], timestamptz) from public;
grant execute on function note_code_changes(uuid[], text[], timestamptz) to wangge_server;
