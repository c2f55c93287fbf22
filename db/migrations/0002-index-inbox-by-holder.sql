-- why: a terminal asks for its inbox by holder alone
-- locks: none, the table is new
-- old code can run: yes

-- For "which version is my inbox at".
create index inbox_by_holder on inbox (holder);
