-- why: what a resident declared is known at the door and not asked again; a use of personal data of its own, so published
--   as a purpose and ended with it
-- locks: none, the table is new
-- old code can run: yes

-- Family: reference. Up to where the clockwork has read declarations as facts: one row; null before its first turn.
create table declaration_fact_cursor (
  is_one boolean primary key default true check (is_one),
  declared_at timestamptz,
  declaration_id uuid
);
insert into declaration_fact_cursor default values;
grant select, update on declaration_fact_cursor to wangge_server;

insert into purpose (id, event_id, aim, title_zh, title_en, legal_basis, data_kinds, retention_days, proposed_at, in_force_from)
values ('field.prefill', 'covid-19', 'case-finding', '居民申报过的内容，上门时不再重复询问',
        'What residents declared is shown at the door and not asked again',
        '[{"title":"中华人民共和国传染病防治法","article":"第十二条"},{"title":"突发公共卫生事件应急条例","article":"第四十条"}]'::jsonb,
        '{travel,contacts,symptoms}', 30, '2020-01-23T00:00:00Z', '2020-01-23T00:00:00Z');
