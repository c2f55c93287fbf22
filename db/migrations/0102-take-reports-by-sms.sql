-- why: door reports come as text messages where nothing else gets through; the first genuine one of a phone says from which
--   number it sends
-- locks: short, a small table
-- old code can run: yes

-- Keyed hash of the number; no number is kept.
alter table vault_secret add column sms_number_hash bytea;
