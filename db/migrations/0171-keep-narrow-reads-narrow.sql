-- why: a fetch reads session and link from their indexes alone (0170), which holds only for pages that were vacuumed since they
--   changed; with the settings of the server ten million accounts would wait for two million changes
-- locks: resident, resident_person (share update exclusive: reading and writing go on)
-- old code can run: yes

alter table resident set (autovacuum_vacuum_scale_factor = 0.005, autovacuum_vacuum_insert_scale_factor = 0.01);
alter table resident_person set (autovacuum_vacuum_scale_factor = 0.005, autovacuum_vacuum_insert_scale_factor = 0.01);
