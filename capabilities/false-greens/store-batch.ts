/** SQL of the batch: who could have declared something that does not agree. A superset: the rules decide. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/**
 * Persons in order of their keys. Each part joins the small side (what was observed) with the latest declaration, and
 * keeps who says otherwise; hash joins over the whole, no index needed.
 */
export async function candidates(sql: Sql, now: Instant): Promise<string[]> {
  await sql`select set_config('work_mem', '256MB', true), set_config('hash_mem_multiplier', '2', true),
                   set_config('jit', 'off', true)`;
  const rows = await sql<{ person_key: string }[]>`
    with listed as materialized (
      select r.person_key, r.rules, (r.latest_exposure_at at time zone 'Asia/Shanghai')::date as last_on
        from assessment_result r
       where r.kind = 'person' and r.rules && '{high-area,contact,fever-clinic,from-outside}'
         and r.assessment_id = (select assessment_id from joint_session where state = 'published' order by day desc, version desc limit 1)
    ), against as (
      select l.person_key
        from listed l
        join declaration d on d.person_key = l.person_key
       where not exists (select from declaration n where n.person_key = d.person_key and n.version = d.version + 1)
         and ('high-area' = any (l.rules)
              or ('contact' = any (l.rules) and d.contacts = '[]')
              or ('fever-clinic' = any (l.rules) and d.symptoms = '{}')
              or ('from-outside' = any (l.rules) and d.arrived_on < l.last_on))
       union all
      select e.person_key from evidence e
        join declaration d on d.person_key = e.person_key
       where e.kind in ('measure', 'checkpoint-fever') and (e.until is null or e.until > ${now}::timestamptz - interval '14 days')
         and case e.kind when 'measure' then d.observation_status = 'none' else d.symptoms = '{}' end
       union all
      select v.person_key from visit v
       where v.result = 'NOT_AT_ADDRESS' and v.person_key is not null and v.visited_on > ${now}::timestamptz::date - 15
       group by v.person_key having count(distinct v.visited_on) >= 2
       union all
      -- Three edits towards green are four versions at least; two makers are a post and a resident.
      select d.person_key from declaration d where d.version >= 4 and d.declared_at > ${now}::timestamptz - interval '14 days'
       union all
      select d.person_key from declaration d join declaration o on o.person_key = d.person_key
       where d.by_post is not null and o.by_post is null
       union all
      select c.person_key from code_device c
        join (select device from code_device where device <> '00000000-0000-0000-0000-000000000000'
               group by device having count(*) >= 6) crowded using (device)
       union all
      select s.person_key from (
        select s.person_key, left(s.place, 4) as city, lag(left(s.place, 4)) over (partition by s.person_key order by s.scanned_at) as before
          from scan s where s.person_key is not null and s.kind = 'code' and s.scanned_at > ${now}::timestamptz - interval '2 days') s
       where s.before <> s.city
       union all
      select r.person_key from identity_review r where r.decision is null and r.why in ('number-fails-check', 'held-elsewhere')
       union all
      select self.person_key from resident_person self
        join (select resident_id from resident_person where ended_at is null and relation <> 'self'
               group by resident_id having count(*) > 6) many using (resident_id)
       where self.relation = 'self' and self.ended_at is null
    )
    select distinct person_key from against order by person_key`;
  return rows.map((row) => row.person_key);
}
