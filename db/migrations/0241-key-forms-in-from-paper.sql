-- why: a form that was filled on paper is keyed in at a desk: who stood there and who keyed it in are both on record
-- locks: form_answer, a moment, for a column that is null everywhere
-- old code can run: yes

-- Null: filled on a phone.
alter table form_answer add column keyed_by uuid references post;
-- For the foreign key.
create index form_answer_by_keyer on form_answer (keyed_by);
