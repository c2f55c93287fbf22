/** An observation as one reader may see it: what his seat does not need is left out here, before it is answered. */
import type { z } from "zod";
import { type Field, fieldsOf } from "#capabilities/teams/rules/views.ts";
import { mySeat, presentTeam, type Team, teamsOf } from "#capabilities/teams/teams.ts";
import type { Service } from "#capabilities/visits/rules/answers.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { ObservationView as Shape } from "./contract.ts";
import { profilesOf } from "./profiles.ts";
import { type Acting, machineOf, unansweredOf } from "./record.ts";
import { checkName, dutiesOf, type Facts, seatOf } from "./rules/duties.ts";
import { DEFAULT_PROFILE, type Profile } from "./rules/profile.ts";
import { isLineSeen } from "./rules/timeline.ts";
import * as store from "./store.ts";
import * as documents from "./store-documents.ts";
import * as proposals from "./store-household.ts";

type View = z.input<typeof Shape>;
type Row = store.ObservationRow;
/** Lines of the timeline that a phone holds. */
const LINES_HELD = 60;

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

/** Everything of these observations, read once. */
type Read = {
  readonly teams: ReadonlyMap<string, Team>;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly checks: ReadonlyMap<string, readonly store.CheckRow[]>;
  readonly lines: ReadonlyMap<string, readonly store.LineRow[]>;
  readonly alarms: ReadonlyMap<string, readonly store.AlarmRow[]>;
  readonly papers: ReadonlyMap<string, readonly documents.DocumentRow[]>;
  readonly household: ReadonlyMap<string, readonly proposals.ProposalRow[]>;
};

/** As the actor: police and centres read no check at all, whatever is presented after. */
async function readAll(ctx: Acting, rows: readonly Row[]): Promise<Read> {
  const ids = rows.map(({ id }) => id);
  const by = <T extends { readonly observation_id: string }>(all: readonly T[]) =>
    Map.groupBy(all, (one) => one.observation_id);
  return {
    teams: await teamsOf(ctx, ids),
    profiles: await profilesOf(ctx, rows),
    checks: by(await store.checksOf(ctx.sql, ids)),
    lines: by(await store.linesOf(ctx.sql, ids, LINES_HELD)),
    alarms: by(await store.alarmsOpen(ctx.sql, ids)),
    papers: by(await documents.documentsOf(ctx.sql, ids)),
    household: by(await proposals.proposalsOf(ctx.sql, ids)),
  };
}

/** Presents these to the acting post, each by its seat there. */
export async function present(ctx: Acting, rows: readonly Row[]): Promise<View[]> {
  const read = await readAll(ctx, rows);
  return rows.map((row) => viewOf(ctx, row, read));
}

const MINE_ALONE: Team = { seats: [], vacancies: [] };

function viewOf(ctx: Acting, row: Row, read: Read): View {
  const team = read.teams.get(row.id) ?? MINE_ALONE;
  const profile = read.profiles.get(row.id) ?? DEFAULT_PROFILE;
  const seat = mySeat(ctx.actor, team);
  // Who was named to take the person over sees what a doctor needs, without a seat.
  const isReceiver = row.transfer_to === ctx.actor.postId;
  const isCentre = ctx.actor.role === "operator" || ctx.actor.role === "auditor";
  const fields = fieldsOf({ seat: seat ?? (isReceiver ? "HEALTH" : null), isCentre });
  const of = shower(fields);
  const checks = read.checks.get(row.id) ?? [];
  const facts: Facts = {
    dZero: row.d_zero,
    checks: new Set(checks.map((one) => checkName({ day: one.day, window: one.part }))),
    unanswered: unansweredOf(read.lines.get(row.id) ?? []),
    lastCallAt: row.last_call_at,
    lastVisitAt: row.last_visit_at,
    careDaysDone: new Set(row.care_days),
    vacancies: team.vacancies,
  };
  return {
    ...times(row, of),
    id: row.id,
    place: row.place,
    personKey: of("person", row.person_key),
    type: row.type,
    basis: of("person", row.basis),
    isMinor: of("person", row.is_minor),
    state: fields.has("symptoms") || row.state !== "ABNORMAL" ? row.state : "ACTIVE",
    dZero: row.d_zero,
    days: row.days,
    transferTo: of("symptoms", row.transfer_to),
    transferAs: of("symptoms", row.transfer_as),
    rung: of("breach", row.rung),
    exits: of("breach", row.exits),
    hasStatement: of("breach", row.has_statement),
    obstacles: fields.has("needs") ? [...row.obstacles] : [],
    needs: fields.has("needs") ? (row.needs as Service[]) : [],
    persons: of("needs", row.persons),
    reach: of("needs", row.reach),
    careDays: fields.has("checks") ? [...row.care_days] : [],
    checks: fields.has("checks") ? checks.map((one) => checkOf(one, fields)) : [],
    // Who reads no checks knows his own duties, and of theirs nothing: an officer, the breach.
    duties: dutiesOf(machineOf(row), facts, ctx.now, profile)
      .filter((duty) => fields.has("checks") || seatOf(duty) === seat)
      .map((duty) => ({ ...duty, dueAt: isoInstant(duty.dueAt) })),
    alarms: alarmsOf(read.alarms.get(row.id) ?? [], fields),
    team: fields.has("team") ? presentTeam(ctx, team) : [],
    mySeat: seat,
    lines: (read.lines.get(row.id) ?? []).filter(({ kind }) => isLineSeen(kind, fields)).map(lineOf),
    documents: fields.has("documents") ? (read.papers.get(row.id) ?? []).map(paperOf) : [],
    household: fields.has("needs") ? (read.household.get(row.id) ?? []).map(memberOf) : [],
    profile: row.profile_area === null ? null : ({ ...profile, careDays: [...profile.careDays] } as never),
  };
}

const shower =
  (fields: ReadonlySet<Field>) =>
  <T>(field: Field, value: T): T | null =>
    fields.has(field) ? value : null;

const times = (row: Row, of: ReturnType<typeof shower>) => ({
  filedAt: isoInstant(row.filed_at),
  dueAt: isoInstant(row.due_at),
  noticedAt: iso(row.noticed_at),
  startedAt: iso(row.started_at),
  teamedAt: iso(row.teamed_at),
  signedAt: iso(row.signed_at),
  releasedAt: iso(row.released_at),
  deliveredAt: iso(row.delivered_at),
  followedUpAt: iso(row.followed_up_at),
  endedAt: iso(row.ended_at),
  abnormalSince: of("symptoms", iso(row.abnormal_since)),
  transferSince: of("symptoms", iso(row.transfer_since)),
});

export const checkOf = (one: store.CheckRow, fields: ReadonlySet<Field>) => {
  const isShown = fields.has("symptoms");
  return {
    day: one.day as string,
    window: one.part,
    at: isoInstant(one.at),
    temperatureTenths: isShown ? one.temperature_tenths : null,
    symptoms: isShown ? [...one.symptoms] : null,
    isAbnormal: isShown ? one.is_abnormal : null,
  };
};

/** Alarms about health are the team's; about the ladder, of whoever climbs it. */
const alarmsOf = (rows: readonly store.AlarmRow[], fields: ReadonlySet<Field>) =>
  rows
    .filter(({ kind }) => (kind === "abnormal" || kind === "transfer" ? fields.has("symptoms") : fields.has("breach")))
    .map((row) => ({
      kind: row.kind,
      subject: row.subject,
      dueAt: isoInstant(row.due_at),
      raisedAt: isoInstant(row.raised_at),
      level: row.level,
    }));

export const lineOf = (row: store.LineRow) => ({
  id: row.id,
  at: isoInstant(row.at),
  kind: row.kind,
  byRole: row.by_role,
  facts: row.facts,
});

const memberOf = (row: proposals.ProposalRow) => ({
  id: row.id,
  personId: row.person_id,
  relation: row.relation,
  bornYear: row.born_year,
  why: row.why,
  decision: row.decision,
  openedId: row.opened_id,
});

const paperOf = (row: documents.DocumentRow) => ({
  kind: row.kind,
  madeAt: isoInstant(row.made_at),
  signedAt: iso(row.signed_at),
  signedBy: row.signed_by,
  order:
    row.number === null || row.issuer === null || row.legal_basis === null
      ? null
      : { number: row.number, issuer: row.issuer, legalBasis: row.legal_basis },
  facts: row.facts,
});
