/** The health department's feeds and the truth about infections: few rows, over everything that the chunks wrote. */
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Output, openWorker, type Rows, visitorHouseholds } from "./chunks.ts";
import { contactsOf, excludedOf } from "./contacts.ts";
import { typedId, typedPhone } from "./dirt.ts";
import { type Feed, writeFeed, writeTruth } from "./files.ts";
import { infect, type Returnee } from "./infection.ts";
import { measuresSql, recoveredSql } from "./measures.ts";
import { householdsSql, personsFrom, personsSql } from "./people.ts";
import { sqlText } from "./random.ts";
import { daySql, fill, instantSql, type World } from "./world.ts";

/** Writes health/* and truth/infected, exposures-contacts, false_declarations; returns the truth's rows by file. */
export async function writeEpidemic(world: World, output: Output, rows: Rows): Promise<Record<string, number>> {
  const { connection, close } = await openWorker(world);
  try {
    await connection.run(
      `create view journeys as select * from read_parquet(${sqlText(join(output.truthDir, "journeys-*.parquet"))})`,
    );
    await connection.run(
      `create view stayed as select * from read_parquet(${sqlText(join(output.truthDir, "exposures-journeys-*.parquet"))})`,
    );
    await plan(connection, world);
    await describePersons(connection, world);
    const feed = async (name: Feed, query: string) => {
      rows[name] = await writeFeed(connection, output.feedsDir, output.format, name, 0, query);
    };
    await feed("health/areas", areasSql(world));
    await feed("health/cases", casesSql(world));
    await feed("health/contacts", contactsSql(world));
    await feed("health/measures", measuresSql(world));
    const truth = (name: string, query: string) => writeTruth(connection, output.truthDir, name, query);
    const exposed = await truth("exposures-contacts", contactTruthSql);
    await connection.run(
      `create view exposed as select * from read_parquet(${sqlText(join(output.truthDir, "exposures-*.parquet"))})`,
    );
    return {
      infected: await truth("infected", infectedTruthSql(world)),
      exposuresByContact: exposed,
      falseDeclarations: await truth("false_declarations", falseDeclarationsSql(world)),
    };
  } finally {
    close();
  }
}

/** Tables infected, touched (who met an infected person) and suspect (cases that are excluded in the end). */
async function plan(connection: DuckDBConnection, world: World): Promise<void> {
  const infected = infect(world, await returneesFromHighAreas(connection, world));
  await fill(
    connection,
    "infected(p integer, case_id varchar, how varchar, infected_by integer, onset integer, reported integer)",
    infected.map((one) => [one.person, one.caseId, one.how, one.infectedBy, one.onsetOn, one.reportedOn]),
  );
  await fill(connection, "suspect(p integer, case_id varchar, reported integer)", excludedOf(world, infected));
  await fill(
    connection,
    "met(case_p integer, p integer, kind varchar, last integer, traced boolean)",
    contactsOf(world, infected),
  );
  await connection.run(`insert into met ${coTravellersSql(world)}`);
  await connection.run(`create temp table touched as select m.*, i.case_id, i.onset, i.reported,
      coalesce(i.reported, i.onset + 10) + (m.p % 2)::integer as known
    from met m join infected i on i.p = m.case_p`);
}

/** At most thirty times as many as there will be cases, drawn evenly: enough to choose from, whatever the province's size. */
async function returneesFromHighAreas(connection: DuckDBConnection, world: World): Promise<Returnee[]> {
  const wanted = Math.max(1_000, Math.round(world.persons * world.rates.prevalence * 30));
  const reader = await connection.runAndReadAll(
    `with high as (select distinct s.person, j.county, date_diff('day', date '2020-01-01', j.day)::integer as back
                     from stayed s join journeys j using (person) where s.how = 'high-area' and not j.passes)
     select person, county, back from high order by ${world.dice.bits("candidate", "person")}, person limit ${wanted}`,
  );
  return reader
    .getRows()
    .map(([person, county, back]) => ({ person: Number(person), county: String(county), backOn: Number(back) }));
}

/** Who sat within three rows in the same coach or plane as an infected person from two days before onset on. */
const coTravellersSql = ({ dice }: World): string => `
select c.p, j.person, 'transport', date_diff('day', date '2020-01-01', j.day)::integer, ${dice.chance("traced-train", "j.person", 0.5)}
  from infected c join journeys k on k.person = c.p
  join journeys j on j.mode = k.mode and j.carrier = k.carrier and j.unit = k.unit and j.day = k.day and abs(j.seat_row - k.seat_row) <= 3
 where k.mode in ('rail', 'air') and j.person <> c.p and not j.ghost and not k.ghost
   and k.day >= ${daySql("c.onset - 2")} and (c.reported is null or k.day <= ${daySql("c.reported")})
 order by c.p, j.person`;

/** Table who: what the departments know of the persons that the health feeds name. */
async function describePersons(connection: DuckDBConnection, world: World): Promise<void> {
  const { persons, dice, rates } = world;
  await connection.run(
    `create temp table fever as select range as p from range(0, ${persons}) where ${dice.chance("fever", "range", rates.feverClinic)}`,
  );
  await connection.run(`create temp table watched as
    select distinct on (s.person) s.person as p, j.here_from from stayed s join journeys j using (person)
     where s.how = 'high-area' and not j.passes and ${dice.chance("watched", "s.person", rates.observed)} order by s.person, s.until desc`);
  await connection.run(`create temp table want as select distinct p from (select p from infected union all select p from suspect
    union all select p from met union all select p from fever union all select p from watched) order by p`);
  const residents = personsFrom(world.seed, `select p from want where p < ${persons}`);
  await connection.run(
    householdsSql(
      world,
      `select w.hh, g.gi from (select distinct hh from (${residents})) w join grid g on w.hh >= g.first and w.hh < g.first + g.n order by w.hh`,
      false,
    ),
  );
  const columns = "p, id_type, id_number, second_id, name, phone_known, phone_now, code, county, hh, resident";
  await connection.run(`create temp table who as select ${columns} from (${personsSql(world, residents)})`);
  const visitors = `select range from range(${persons}, ${persons + world.visitors}) where range in (select p from want)`;
  await connection.run(
    householdsSql(
      world,
      visitorHouseholds(world, persons, persons + world.visitors).replace(/from range\(.*\)$/, `from (${visitors})`),
      true,
    ),
  );
  const source = `select hh - ${world.households} + ${persons} as p, hh, 0 as rank, 1 as size from h`;
  await connection.run(`insert into who select ${columns} from (${personsSql(world, source)})`);
}

/** health/areas as known on the last day; also the villages of reported cases, medium for 14 days. */
function areasSql({ untilMinute }: World): string {
  const today = untilMinute / 1440 - 1;
  return `
select rpad(area, greatest(6, length(area))::integer, '0') as area, level, ${daySql("since")} as since, case when until < ${today} then ${daySql("until")} end as until
  from (select area, level, since, until from level
        union all
        select substr(w.code, 1, 12), 'medium', min(i.reported), max(i.reported) + 14 from infected i join who w on w.p = i.p
         where i.reported <= ${today} and w.resident group by 1)
 where since <= ${today} order by since, area`;
}

/** health/cases: every state of every case up to the last day; asymptomatic one in ten, nobody dies (as in Jiangsu). */
function casesSql({ dice, untilMinute }: World): string {
  const kind = dice.die("case-kind", "i.p", 10);
  return `
with states as (
  select i.p, i.case_id, i.onset, i.reported - 1 as reported, 'suspected' as status, 0 as n from infected i where i.reported is not null and ${kind} between 1 and 6
  union all select i.p, i.case_id, case when ${kind} = 0 then null else i.onset end, i.reported, case when ${kind} = 0 then 'asymptomatic' else 'confirmed' end, 1
    from infected i where i.reported is not null
  union all select i.p, i.case_id, i.onset, ${recoveredSql(dice)}, 'recovered', 2 from infected i where i.reported is not null
  union all select i.p, i.case_id, i.reported - 1, i.reported, 'suspected', 3 from suspect i
  union all select i.p, i.case_id, i.reported - 1, i.reported + 2, 'excluded', 4 from suspect i)
select case_id, id_type, id_number, name, phone_now as phone, status, ${daySql("onset")} as onset_on, ${daySql("reported")} as reported_on, code as area
  from states join who using (p) where reported < ${untilMinute / 1440} order by reported, case_id, n`;
}

/** health/contacts: those that tracing has found by the last day. */
function contactsSql(world: World): string {
  const { rates, dice, untilMinute, fromMinute } = world;
  const bits = dice.bits("contact", "t.p");
  return `
select t.case_id, w.id_type, ${typedId({ ...rates, idTypo: 0 }, "w.id_type", "w.id_number", bits)} as id_number, w.name,
       ${typedPhone({ ...rates, phoneTypo: 0 }, "w.phone_now", bits)} as phone, t.kind, ${daySql("t.last")} as last_contact_on
  from touched t join who w on w.p = t.p
 where t.traced and t.reported is not null and t.known < ${untilMinute / 1440} and t.last >= ${fromMinute / 1440 - 14}
 order by t.known, t.case_id, t.p, t.kind`;
}

const contactTruthSql = `
select t.p as person, w.id_type, w.id_number, w.second_id, w.phone_now, case t.kind when 'household' then 'household' when 'transport' then 'co-traveller' else 'contact' end as how,
       w.county as place, ${instantSql("case when t.kind = 'transport' then t.last * 1440 else least(t.onset - 2, t.last) * 1440 end")} as since,
       ${instantSql("(t.last + 1) * 1440")} as until, t.case_id,
       case when not w.resident then j.home_at end as in_scope_from
  from touched t join who w on w.p = t.p left join (select person, here_from as home_at from journeys) j on j.person = t.p order by t.p, t.last, t.case_p`;

const infectedTruthSql = ({ dice }: World): string => `
select i.p as person, w.id_type, w.id_number, w.second_id, w.phone_now, i.case_id, i.how, i.infected_by, ${daySql("i.onset")} as onset_on, ${daySql("i.reported")} as reported_on, ${daySql(recoveredSql(dice))} as recovered_on
  from infected i join who w on w.p = i.p order by i.p`;

/** Who declares falsely, what he says (domain.md §6.7: F2 key-area stay hidden, F3 contact hidden, F5 arrival put earlier). */
const falseDeclarationsSql = ({ dice, rates }: World): string => `
select distinct on (person) person, id_type, id_number, second_id, phone_now,
       case when how in ('high-area', 'medium-area') then case when ${dice.die("lie", "person", 4)} = 0 then 'F5' else 'F2' end else 'F3' end as kind,
       case when how in ('high-area', 'medium-area') then case when ${dice.die("lie", "person", 4)} = 0 then '返回日期提前5天' else '14天内未到过重点地区' end else '无接触史' end as declared,
       how as truly, until as truly_until
  from exposed where ${dice.chance("lies", "person", rates.falseDeclaration)} order by person, until desc, how`;
