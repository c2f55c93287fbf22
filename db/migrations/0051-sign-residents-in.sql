-- why: residents sign in by phone and one-time code; numbers are recycled, so that a phone is a contact point only
-- locks: resident, empty before the first release
-- old code can run: yes

-- The number sealed: for messages. Null once the account is closed or the number has gone to another owner.
alter table resident add column phone_sealed bytea;
alter table resident alter column phone_key drop not null;
alter table resident add column last_signed_in_at timestamptz;
-- Notices up to this id are read.
alter table resident add column read_up_to uuid;

-- Family: person. A one-time code that was sent: its HMAC, five minutes, five tries. One lives per phone and use.
create table one_time_code (
  id uuid primary key,
  phone_key uuid not null,
  -- `sign-in`, or the claim that the person confirms.
  use text not null check (length(use) between 4 and 60),
  code_hmac bytea not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  tries_left smallint not null check (tries_left between 0 and 5),
  used_at timestamptz
);
-- For "the latest code of this phone", and for the limits a phone.
create index one_time_code_by_phone on one_time_code (phone_key, use, sent_at desc);
-- For the limit over all phones, and the sweep.
create index one_time_code_by_time on one_time_code (sent_at);
alter table one_time_code enable row level security;
create policy one_time_code_system on one_time_code using (my_role() = 'system') with check (my_role() = 'system');
grant select, insert, update, delete on one_time_code to wangge_server;

-- Family: person. Codes asked for from one address (HMAC of it), counted by quarter hour: the limit an address, over all
-- server processes.
create table code_ask (
  address_key uuid not null,
  quarter timestamptz not null,
  asked integer not null,
  primary key (address_key, quarter)
);
alter table code_ask enable row level security;
create policy code_ask_system on code_ask using (my_role() = 'system') with check (my_role() = 'system');
grant select, insert, update, delete on code_ask to wangge_server;

-- Family: person. Messages to phones that wait to be sent; number and text sealed. Kept a day after sending.
create table message (
  id uuid primary key,
  phone_key uuid not null,
  sealed bytea not null,
  queued_at timestamptz not null,
  sent_at timestamptz,
  tries smallint not null default 0
);
-- For the sender's turn.
create index message_waiting on message (queued_at) where sent_at is null;
-- For the demo's screen.
create index message_by_phone on message (phone_key, queued_at desc);
alter table message enable row level security;
create policy message_system on message using (my_role() = 'system') with check (my_role() = 'system');
grant select, insert, update, delete on message to wangge_server;
