-- why: what a phone holds is sealed; the secret that opens it without its PIN is kept here, given only after a fresh sign-in,
--   destroyed with the terminal's registration; a phone that must erase is told so, and says that it did
-- locks: short on terminal, a small table
-- old code can run: yes

-- Family: county. One vault of one post on one phone.
create table vault_secret (
  county text collate "C" not null,
  vault_id uuid not null,
  post_id uuid not null,
  terminal_id uuid,
  -- Null: destroyed; what the phone still holds can be opened by nobody.
  sealed_secret text,
  -- SHA-256 of what the phone shows to ask without a sign-in how its vault stands.
  token_hash bytea not null,
  kept_at timestamptz not null,
  wiped_at timestamptz,
  primary key (vault_id, county)
);
-- For the limit of vaults of one post.
create index vault_secret_by_post on vault_secret (post_id, kept_at);
-- For destroying what a revoked terminal had.
create index vault_secret_by_terminal on vault_secret (terminal_id) where terminal_id is not null;
alter table vault_secret enable row level security;
create policy vault_secret_of_post on vault_secret using (post_id = my_post() or my_role() = 'system')
  with check (post_id = my_post() or my_role() = 'system');
grant select, insert, update, delete on vault_secret to wangge_server;

-- Why a trigger, and with its owner's rights: whatever revokes a terminal (a centre, the end of a post, a new code) destroys
-- its secrets in the same transaction, whoever acts and whatever he may see.
create function destroy_secrets_of_terminal() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update public.vault_secret set sealed_secret = null where terminal_id = new.id and sealed_secret is not null;
  return null;
end $$;
revoke all on function destroy_secrets_of_terminal() from public;
create trigger terminal_revoked after update of revoked_at on terminal
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function destroy_secrets_of_terminal();

-- When the phone said that it has erased everything, and how many entries that nobody had sent went with it.
alter table terminal add column wiped_at timestamptz, add column wiped_unsent integer check (wiped_unsent >= 0);
