-- why: codes of other provinces are recognised by their key set and a table of reasons that two people agreed on
-- locks: none, the table is new
-- old code can run: yes

-- Family: reference. Another province's key set, and what each of its reasons amounts to here. No colours cross.
create table recognised_issuer (
  id uuid primary key,
  issuer text not null check (issuer ~ '^[1-9][0-9]$'),
  -- The root key that signed the set.
  root_kid text not null,
  key_set jsonb not null,
  -- {reason code: recognised-red | recognised-yellow | none}
  mapping jsonb not null check (jsonb_typeof(mapping) = 'object'),
  note text not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected', 'ended')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  -- Whoever proposes does not decide.
  check (decided_by is null or decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_at is null))
);
-- For a statement that is brought: the one in force for its issuer, and only one.
create unique index recognised_issuer_in_force on recognised_issuer (issuer) where state = 'confirmed';
grant select, insert, update on recognised_issuer to wangge_server;
