/** From hits to the ranked list: release, tier, exposure, place, evidence. */
import { RISK_TIERS } from "#kernel/tiers.ts";
import { LINES_PER_FILE } from "./door-views.ts";
import { quoted } from "./duck.ts";
import type { Plan } from "./plan.ts";

/** A tenth of an hour. */
const TENTH_MS = 360_000;
/** Rows of evidence that a reason shows, the latest first; the rest is counted. */
export const EVIDENCE_SHOWN = 10;

/** Rule number to a value, as a case expression. */
const byRule = (plan: Plan, value: (index: number) => string): string =>
  `case rule ${plan.rules.map((_, index) => `when ${index} then ${value(index)}`).join(" ")} end`;

/** `kept`, `exposure`, `reason`, `ranked`. */
export function resultStatements(plan: Plan): string[] {
  const { table, dialect } = plan;
  const caseRules = plan.rules.flatMap((rule, index) => (rule.kind === "case" ? [index] : []));
  const isCase = caseRules.length === 0 ? "false" : `h.rule in (${caseRules.join(", ")})`;
  const height = byRule(plan, (index) => String(RISK_TIERS.indexOf(plan.rules[index]?.tier ?? "blue")));
  return [
    // Released at or after the latest exposure: nothing is left but a case reported later than the release.
    ...table(
      "cleared",
      `select e.subject, r.since_at from (select subject, max(at_ms) as at_ms from hit group by subject) e
         join (select person, max(since_at) as since_at from measures where measure = 'released' group by person) r
           on r.person = e.subject and r.since_at >= e.at_ms`,
    ),
    ...table(
      "kept",
      `select h.rule, h.subject, h.at_ms, h.seq, h.place, h.source, h.is_shared from hit h left join cleared c on c.subject = h.subject
        where h.subject in (select subject from tie) and (c.subject is null or (${isCase} and h.reported_at > c.since_at))`,
    ),
    ...table("listed", "select distinct subject from kept"),
    ...table(
      "exposure",
      `select subject, ${dialect.wholeQuotient("cast(sum(case when reach is null or reach <= from_at then until_at - from_at when reach < until_at then until_at - reach else 0 end) as bigint)", TENTH_MS)} as tenths
         from (select subject, from_at, until_at,
                      max(until_at) over (partition by subject order by from_at, until_at rows between unbounded preceding and 1 preceding) as reach
                 from part where subject in (select subject from listed)) x
        group by subject`,
    ),
    // One row of a feed is one piece of evidence, however many of its parts counted.
    ...table(
      "evidence",
      `select rule, subject, seq, max(at_ms) as at_ms, place, source, bool_or(is_shared) as is_shared,
              row_number() over (partition by rule, subject order by max(at_ms) desc, seq desc, source) as place_in_reason,
              count(*) over (partition by rule, subject) as pieces
         from kept group by rule, subject, seq, place, source`,
    ),
    ...table(
      "piece",
      `select e.rule, e.subject, e.at_ms, e.is_shared, e.place_in_reason, e.pieces, ${pieceJson(plan)} as words
         from (select k.*, ${dialect.wholeQuotient("k.seq", LINES_PER_FILE)} as file_no from evidence k) e join file f on f.no = e.file_no
        where e.place_in_reason <= ${EVIDENCE_SHOWN}`,
    ),
    // Most reasons rest on one row. The others are put together by place: a sorting aggregate takes ten times as long.
    ...table(
      "reason",
      `select rule, subject, at_ms, is_shared, words, 1 as pieces from piece where pieces = 1
       union all
       select rule, subject, max(at_ms), bool_or(is_shared), concat_ws(',', ${Array.from({ length: EVIDENCE_SHOWN }, (_, index) => `max(case when place_in_reason = ${index + 1} then words end)`).join(", ")}), max(pieces)
         from piece where pieces > 1 group by rule, subject`,
    ),
    ...table(
      "result",
      `select subject, min(${height}) as height, max(at_ms) as at_ms, bool_or(is_shared) as is_shared,
              concat_ws(';', ${plan.rules.map((rule, index) => `max(case when rule = ${index} then ${quoted(rule.id)} end)`).join(", ")}) as rules,
              '[' || concat_ws(',', ${plan.rules.map((_, index) => `max(case when rule = ${index} then ${reasonJson(plan, index)} end)`).join(", ")}) || ']' as evidence
         from reason group by subject`,
    ),
    ...table("ranked", rankedQuery(plan)),
  ];
}

/** One row of evidence as canonical JSON: keys in order, no blanks. */
function pieceJson(plan: Plan): string {
  const row = `e.seq - e.file_no * ${LINES_PER_FILE}`;
  return `'{"at":"' || ${plan.dialect.isoShanghai("e.at_ms")} || '","feed":"' || f.feed || '","file":' || f.name
    || case when e.source is null then '' else ',"of":"' || cast(e.source as text) || '"' end
    || case when e.place is null then '' else ',"place":"' || e.place || '"' end
    || ',"row":' || cast(${row} as text)
    || case when e.is_shared then ',"sharedPhone":true' else '' end || '}'`;
}

/** A reason as canonical JSON, its evidence with the latest first. */
function reasonJson(plan: Plan, index: number): string {
  const rule = plan.rules[index];
  return `'{"at":"' || ${plan.dialect.isoShanghai("at_ms")} || '","evidence":[' || words || ']'
    || case when pieces > ${EVIDENCE_SHOWN} then ',"more":' || cast(pieces - ${EVIDENCE_SHOWN} as text) else '' end
    || ',"rule":"${rule?.id}","tier":"${rule?.tier}"}'`;
}

function rankedQuery(plan: Plan): string {
  return `select r.subject as person_key,
      case when p.subject is null then 'person' else 'phone' end as kind,
      case r.height ${RISK_TIERS.map((tier, index) => `when ${index} then ${quoted(tier)}`).join(" ")} end as tier,
      r.rules, r.at_ms as latest_exposure_at, coalesce(x.tenths, 0) as exposure_tenths,
      coalesce(m.measure in ('isolation', 'observation'), false) as managed,
      r.is_shared as shared_phone,
      coalesce(a.place, b.place, c.place, d.place, e.place, ${quoted(plan.province)}) as place,
      case when a.place is not null then 'field' when b.place is not null then 'declared'
           when c.place is not null then 'residents' when d.place is not null then 'trip'
           when e.place is not null then 'telecom' else 'none' end as place_source,
      r.evidence
    from result r
      left join (select subject from phone_subject where subject = phone) p on p.subject = r.subject
      left join exposure x on x.subject = r.subject
      left join standing_measure m on m.person = r.subject
      left join found_place a on a.subject = r.subject
      left join declared_place b on b.subject = r.subject
      left join home c on c.subject = r.subject
      left join trip_place d on d.subject = r.subject
      left join (select subject, case when length(place) > 6 then substr(place, 1, 6) else place end as place from stay_place) e on e.subject = r.subject`;
}
