/** A person's code as a centre reads it; the holder's own log says who looked. */
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import type { Actor } from "#kernel/actor.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { tripsOf } from "./breaker.ts";
import type { listAlarms, previewAssessment, seeAlarm, showCode, showHistory } from "./contract.ts";
import { currentColours, evidenceOf } from "./evidence.ts";
import { past, shown } from "./present.ts";
import { ruleOf } from "./rules/evidence.ts";
import { codesProblems } from "./rules/problems.ts";
import { previewOf } from "./store-list.ts";
import { alarmsSeen, decisionsSeen, type EvidenceView, setAlarmSeen } from "./store-read.ts";
import type { CurrentColour } from "./types.ts";

/** Kinds that say what somebody suffers from; others than health read that there is something, not what (§6.14). */
const MEDICAL = ["declared-symptom", "field-symptom", "checkpoint-fever", "household-fever-clinic", "measure"];
const HEALTH_REASON = {
  zh: "健康方面的依据（仅卫健部门可见详情）",
  en: "A matter of health (details for the health department only)",
};

const isHealth = (actor: Actor): boolean =>
  actor.role === "health-worker" || (actor.role === "signatory" && actor.department === "health");

export const show: Answer<typeof showCode> = async (ctx, { personKey }) => {
  const code = await mustFind(ctx, personKey);
  const evidence = await evidenceOf(ctx, personKey);
  await look(ctx, personKey, code.place, "code.read");
  const seesAll = isHealth(ctx.actor);
  const said = shown(personKey, code);
  const isHidden = !seesAll && code.isSound && MEDICAL.includes(code.rule);
  return {
    ...said,
    rule: isHidden ? "health" : said.rule,
    reason: isHidden ? HEALTH_REASON : said.reason,
    place: code.place,
    evidence: evidence.map((row) => viewOf(row, seesAll)),
  };
};

function viewOf(row: EvidenceView, seesAll: boolean) {
  const rule = ruleOf(row.kind);
  const isHidden = !seesAll && MEDICAL.includes(row.kind);
  const iso = (at: typeof row.until) => (at === null ? null : isoInstant(at));
  return {
    id: row.id,
    kind: isHidden ? null : row.kind,
    colour: rule.colour,
    reason: isHidden ? HEALTH_REASON : rule.reason,
    evidenceClass: rule.class,
    since: isoInstant(row.since),
    until: iso(row.until),
    plannedUntil: iso(row.planned_until),
    recordedAt: isoInstant(row.recorded_at),
    recordedRole: row.recorded_role,
    withdrawnAt: iso(row.withdrawn_at),
    withdrawnBecause: row.because,
    isHeld: row.is_held,
  };
}

export const history: Answer<typeof showHistory> = async (ctx, { personKey }) => {
  const code = await mustFind(ctx, personKey);
  const rows = await decisionsSeen(ctx.sql, personKey);
  await look(ctx, personKey, code.place, "code.read-history");
  const seesAll = isHealth(ctx.actor);
  return {
    decisions: rows.map((row) => {
      const one = past(row);
      return seesAll || !MEDICAL.includes(row.rule) ? one : { ...one, rule: "health", reason: HEALTH_REASON };
    }),
  };
};

async function mustFind(ctx: Context, personKey: string): Promise<CurrentColour> {
  const code = (await currentColours(ctx, [personKey])).get(personKey);
  if (!code) throw new Problem(codesProblems["no-code"]);
  return code;
}

/** On record twice: in the audit log, and in the log that the holder reads himself. */
async function look(ctx: Context, personKey: string, place: string, action: string): Promise<void> {
  await audit(ctx, { action, objectKind: "person", objectId: personKey, place });
  const who = isHealth(ctx.actor) ? "health" : "centre";
  await logForHolders(ctx, [{ id: newId(), personKey, at: ctx.now, who, action, place: ctx.actor.area, detail: {} }]);
}

export const preview: Answer<typeof previewAssessment> = async (ctx, { assessmentId }) => {
  if (ctx.actor.role === "signatory" && !isHealth(ctx.actor)) throw new Problem(codesProblems["not-health"]);
  const rows = await previewOf(ctx.sql, assessmentId, ctx.now);
  const counts = new Map(rows.map((row) => [row.county, row.to_red + row.to_yellow + row.to_green]));
  const trips = await tripsOf(ctx, counts);
  await audit(ctx, {
    action: "codes.preview",
    objectKind: "assessment",
    objectId: assessmentId,
    place: ctx.actor.area,
    detail: { counties: rows.length },
  });
  return {
    counties: rows.map((row) => ({
      place: row.county,
      toRed: row.to_red,
      toYellow: row.to_yellow,
      toGreen: row.to_green,
      households: row.households,
      holders: row.holders,
      isHeld: trips.some((trip) => row.county.startsWith(trip.place)),
    })),
  };
};

export const alarms: Answer<typeof listAlarms> = async (ctx) => {
  const rows = await alarmsSeen(ctx.sql);
  return {
    alarms: rows.map((row) => ({
      id: row.id,
      at: isoInstant(row.at),
      kind: row.kind,
      objectId: row.object_id,
      personKey: row.person_key,
      place: row.place,
      detail: row.detail,
      seenAt: row.seen_at === null ? null : isoInstant(row.seen_at),
    })),
  };
};

export const see: Answer<typeof seeAlarm> = async (ctx, { id }) => {
  const seen = await setAlarmSeen(ctx.sql, id, ctx.now);
  if (seen) {
    await audit(ctx, { action: "codes.alarm-seen", objectKind: "code-alarm", objectId: id, place: ctx.actor.area });
  }
  return { seen };
};
