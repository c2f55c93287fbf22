-- why: data about persons is used for published purposes only, and the epidemic event they serve has an end
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. An outbreak: what every purpose serves, and what the sunset ends.
create table epidemic_event (
  id text primary key check (id ~ '^[a-z0-9-]{3,40}$'),
  name_zh text not null,
  name_en text not null,
  started_on date not null,
  ended_at timestamptz
);
grant select on epidemic_event to wangge_server;

-- Family: reference. A use of data about persons: refused by the platform until it is published with its legal basis.
create table purpose (
  id text primary key check (id ~ '^[a-z]+\.[a-z-]{2,40}$'),
  event_id text not null references epidemic_event,
  aim text not null,
  title_zh text not null,
  title_en text not null,
  -- [{title, article}]: the law or notice that allows it.
  legal_basis jsonb not null check (jsonb_array_length(legal_basis) > 0),
  data_kinds text[] not null,
  -- Days after the last need.
  retention_days integer not null check (retention_days between 1 and 3650),
  proposed_by uuid references post,
  proposed_at timestamptz not null,
  in_force_from timestamptz,
  ended_at timestamptz,
  ended_reason text
);
-- For the foreign keys.
create index purpose_by_event on purpose (event_id);
create index purpose_by_proposer on purpose (proposed_by);
grant select, insert, update on purpose to wangge_server;

-- Family: reference. Every signature and objection over a purpose; the latest of a seat stands.
create table purpose_decision (
  id uuid primary key,
  purpose_id text not null references purpose,
  seat text not null check (seat in ('health', 'chair', 'auditor')),
  decision text not null check (decision in ('sign', 'object')),
  reason text,
  post_id uuid not null references post,
  at timestamptz not null,
  check (decision = 'sign' or length(reason) >= 4)
);
-- For the decisions over one purpose.
create index purpose_decision_by_purpose on purpose_decision (purpose_id, seat, at);
create index purpose_decision_by_post on purpose_decision (post_id);
grant select, insert on purpose_decision to wangge_server;

insert into epidemic_event (id, name_zh, name_en, started_on)
values ('covid-19', '新型冠状病毒肺炎疫情', 'COVID-19 outbreak', '2020-01-23');

-- What the platform itself does with data about residents, published with it. Retention: reference of the domain, §2.14.
insert into purpose (id, event_id, aim, title_zh, title_en, legal_basis, data_kinds, retention_days, proposed_at, in_force_from)
select id, 'covid-19', aim, title_zh, title_en,
       '[{"title":"中华人民共和国传染病防治法","article":"第十二条"},{"title":"突发公共卫生事件应急条例","article":"第四十条"},{"title":"苏州市疫情防控第10号通告（2020年2月22日）","article":""}]'::jsonb,
       data_kinds, retention_days, '2020-01-23T00:00:00Z', '2020-01-23T00:00:00Z'
  from (values
    ('code.declare', 'case-finding', '居民网上申报行程与健康，每日健康打卡', 'Residents declare travel and health, and check in daily',
     '{identity,phone,address,travel,contacts,symptoms}'::text[], 30),
    ('code.show', 'movement', '生成、展示健康码并说明理由', 'Making and showing the health code, with its reason', '{colour,evidence}', 30),
    ('code.verify', 'movement', '卡口核验健康码、测温、登记', 'Verifying codes, temperatures and registers at checkpoints',
     '{code-id,temperature,place,plate,identity}', 16),
    ('code.evidence', 'case-finding', '记录与核实决定健康码颜色的依据', 'Recording and checking the evidence that decides colours',
     '{evidence,declared-and-observed}', 30),
    ('code.appeal', 'rights', '受理申诉与更正', 'Appeals and corrections', '{evidence,attachments}', 180),
    ('code.recognise', 'movement', '与其他省份健康码互认', 'Mutual recognition with other provinces', '{reasons,validity}', 30),
    ('work.resume', 'return-to-work', '企业复工复产申报与员工健康状态（经员工本人同意）',
     'Enterprises resume work; staff''s colour and day with their consent', '{identity,colour,dormitory}', 30)
  ) as shipped (id, aim, title_zh, title_en, data_kinds, retention_days);
