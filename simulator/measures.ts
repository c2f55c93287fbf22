/** health/measures: isolation, observation, fever clinics, releases; some ended, some replaced by a later row. */
import type { Dice } from "./random.ts";
import { EPOCH_MINUTES, instantSql, type World } from "./world.ts";

/** The day on which the case of table `infected i` leaves hospital: 12 to 25 days after the report. */
export const recoveredSql = (dice: Dice): string => `(i.reported + 12 + ${dice.die("recovers", "i.p", 14)})`;

/** Rows begun by the last day that have not ended long before the window; by beginning, so that later rows supersede. */
export function measuresSql({ dice, rates, fromMinute, untilMinute }: World): string {
  const recovers = recoveredSql(dice);
  const observed = dice.chance("observed", "t.p", rates.observed);
  const ends = dice.die("fever-ends", "p", 10);
  return `
with minutes as (
  select p, here_from, (epoch(here_from) / 60)::bigint - ${EPOCH_MINUTES} as arrived from watched),
visits as (
  select p, (9 + ${dice.die("fever-day", "p", 82)}) * 1440 + 480 + ${dice.die("fever-minute", "p", 700)} as m, ${ends} as ends from fever),
measures as (
  -- A case: seen in the fever clinic, then isolated (which supersedes it), then released.
  select i.p, 'fever_clinic' as measure, (i.reported - 2) * 1440 + 1080 as f, null::bigint as u from infected i where i.reported is not null
  union all select i.p, 'isolation', (i.reported - 1) * 1440 + 600, null from infected i where i.reported is not null
  union all select i.p, 'released', ${recovers} * 1440 + 600, null from infected i where i.reported is not null
  union all select s.p, 'fever_clinic', s.reported * 1440 + 500, null from suspect s
  union all select s.p, 'released', (s.reported + 2) * 1440 + 900, null from suspect s
  -- A traced contact: observed until 14 days after the last contact, nine in ten released then.
  union all select t.p, 'observation', min(t.known) * 1440 + 720, (max(t.last) + 15) * 1440 from touched t where t.traced and t.reported is not null and ${observed} group by t.p
  union all select t.p, 'released', (max(t.last) + 15) * 1440, null from touched t
   where t.traced and t.reported is not null and ${observed} and ${dice.die("released", "t.p", 10)} < 9 group by t.p
  -- Back from a high area: first at a station's fever clinic for hours, then under observation for 14 days.
  union all select p, 'fever_clinic', arrived + 40, arrived + 400 from minutes where ${dice.die("station", "p", 10)} < 2
  union all select p, 'observation', arrived + 600, null from minutes
  union all select p, 'released', arrived + 14 * 1440 + 600, null from minutes
  -- Anyone with a fever: ended the same day, or open until released.
  union all select p, 'fever_clinic', m, case when ends < 4 then m + 300 + ends * 60 end from visits
  union all select p, 'released', m + 1440 * (1 + ends // 4), null from visits where ends >= 4)
select w.id_type, w.id_number, m.measure, ${instantSql("m.f")} as since, ${instantSql("m.u")} as until, w.county as place
  from measures m join who w using (p)
 where m.f < ${untilMinute} and coalesce(m.u, m.f + case when m.measure in ('isolation', 'observation') then 60 else 20 end * 1440) > ${fromMinute}
 order by m.f, m.p, m.measure`;
}
