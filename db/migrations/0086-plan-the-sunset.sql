-- why: an epidemic event ends once, planned, approved by two seats, witnessed by the auditor, with a certificate
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. PLANNED → APPROVED → EXECUTED → CERTIFIED (reference/domain.md §6.16, DataDestruction).
create table sunset (
  id uuid primary key,
  event_id text not null references epidemic_event,
  reason text not null check (length(reason) >= 10),
  planned_by uuid not null references post,
  planned_at timestamptz not null,
  cancelled_at timestamptz,
  -- What the command has done so far, step by step: {step: {at, …}}. A run that was broken off goes on from here.
  steps jsonb not null default '{}',
  executed_at timestamptz,
  certificate jsonb,
  certified_at timestamptz,
  certified_by uuid references post
);
-- One plan of an event at a time.
create unique index sunset_open on sunset (event_id) where cancelled_at is null;
create index sunset_by_post on sunset (planned_by);
create index sunset_certified_by_post on sunset (certified_by);
-- The steps and the certificate are the owner's at the command line; the server plans, cancels and certifies.
grant select, insert on sunset to wangge_server;
grant update (cancelled_at, certified_at, certified_by) on sunset to wangge_server;

-- Family: reference. Who approved: health and the chair; the auditor is told by name what will be erased and consents to witness.
create table sunset_approval (
  sunset_id uuid not null references sunset,
  seat text not null check (seat in ('health', 'chair', 'auditor')),
  post_id uuid not null references post,
  organisation text not null,
  at timestamptz not null,
  primary key (sunset_id, seat)
);
create index sunset_approval_by_post on sunset_approval (post_id);
grant select, insert on sunset_approval to wangge_server;
