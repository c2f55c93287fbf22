/** The observed person's own page, for himself or his guardian; and what a supporter may know. */
import { keepCheckIn } from "#capabilities/declarations/check-ins.ts";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { mustCarry } from "#capabilities/residents/carried.ts";
import { presentPersons } from "#capabilities/residents/persons.ts";
import { servicesOf } from "#capabilities/services/desk.ts";
import { requestService } from "#capabilities/services/request.ts";
import { isOpen as isAskedFor } from "#capabilities/services/rules/states.ts";
import { isCore } from "#capabilities/teams/rules/seats.ts";
import { fieldsOf, SEES } from "#capabilities/teams/rules/views.ts";
import { presentTeam, seatsOfMine, teamsOf } from "#capabilities/teams/teams.ts";
import type { Service } from "#capabilities/visits/rules/answers.ts";
import { common } from "#kernel/problem.ts";
import { DAY, dayOf, instant, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract-mine.ts";
import { presentPapers, signNotice } from "./papers.ts";
import { checkOf, lineOf } from "./present.ts";
import { profilesOf } from "./profiles.ts";
import { addLine, after, type InHand, keep, saidAt, take } from "./record.ts";
import { dayNumber, windowsOwed } from "./rules/calendar.ts";
import { lastDayOf } from "./rules/documents.ts";
import { checkName } from "./rules/duties.ts";
import { isOpen } from "./rules/machine.ts";
import { DEFAULT_PROFILE } from "./rules/profile.ts";
import { isLineOfPerson } from "./rules/timeline.ts";
import { keepCheck, noticed } from "./steps.ts";
import * as store from "./store.ts";
import * as documents from "./store-documents.ts";

/** What ended stays on the person's page for so long: the release notice is asked for by employers. */
const SHOWN_FOR = 30 * DAY;
const LINES = 30;
/** Of himself a person sees everything that a health seat sees. */
const OWN = fieldsOf({ seat: "HEALTH", isCentre: false });

export const list: Answer<typeof contract.listMine> = async (ctx) => {
  const persons = await presentPersons(ctx);
  const keys = persons.map(({ personKey }) => personKey);
  const rows = keys.length === 0 ? [] : await store.observationsOfPersons(ctx.sql, keys, later(ctx.now, -SHOWN_FOR));
  return { observations: await mineOf(ctx, rows) };
};

async function mineOf(ctx: Context, rows: readonly store.ObservationRow[]) {
  const ids = rows.map(({ id }) => id);
  const checks = Map.groupBy(await store.checksOf(ctx.sql, ids), (one) => one.observation_id);
  const lines = Map.groupBy(await store.linesOf(ctx.sql, ids, LINES), (one) => one.observation_id);
  const papers = Map.groupBy(await documents.documentsOf(ctx.sql, ids), (one) => one.observation_id);
  const teams = await teamsOf(ctx, ids);
  const profiles = await profilesOf(ctx, rows);
  const today = dayOf(ctx.now);
  return rows.flatMap((row) => {
    if (row.person_key === null) return [];
    const own = checks.get(row.id) ?? [];
    const taken = new Set(own.map((one) => checkName({ day: one.day, window: one.part })));
    const profile = profiles.get(row.id) ?? DEFAULT_PROFILE;
    const owed = windowsOwed({ startedAt: row.started_at ?? row.filed_at, dueAt: row.due_at }, profile);
    const team = teams.get(row.id);
    return [
      {
        id: row.id,
        personKey: row.person_key,
        type: row.type,
        state: row.state,
        isMinor: row.is_minor,
        dZero: row.d_zero as string,
        days: row.days,
        day: isOpen(row.state) ? dayNumber(row.d_zero, row.days, ctx.now) : null,
        dueAt: isoInstant(row.due_at),
        startedAt: row.started_at === null ? null : isoInstant(row.started_at),
        signedAt: row.signed_at === null ? null : isoInstant(row.signed_at),
        releasedAt: row.released_at === null ? null : isoInstant(row.released_at),
        needs: row.needs as Service[],
        today: owed
          .filter((one) => one.day === today && isOpen(row.state))
          .map((one) => ({
            window: one.window,
            opensAt: isoInstant(one.opensAt),
            closesAt: isoInstant(one.closesAt),
            isTaken: taken.has(checkName(one)),
          })),
        checks: own.map((one) => checkOf(one, OWN)),
        abnormalMinutes: profile.abnormalMinutes,
        team: team === undefined ? [] : presentTeam(ctx, team),
        lines: (lines.get(row.id) ?? []).filter(({ kind }) => isLineOfPerson(kind)).map(lineOf),
        documents: presentPapers(ctx, papers.get(row.id) ?? []),
      },
    ];
  });
}

/** Locks one that the acting account's persons have; else it is not there. */
async function takeMine(ctx: Context, id: string): Promise<InHand & { readonly personKey: string }> {
  const of = await take(ctx, id);
  const personKey = of.row.person_key;
  if (personKey === null) throw new Problem(common["not-found"]);
  await mustCarry(ctx, personKey);
  return { ...of, personKey };
}

/** Also the day's check-in: the same two facts are never asked twice. What it says of sickness is evidence at once. */
export const checkMyself: Answer<typeof contract.checkMyself> = async (ctx, { id }, body) => {
  const of = await takeMine(ctx, id);
  const { id: checkId, temperatureTenths, symptoms, madeAt, clockOffsetMs } = body;
  const at = saidAt(of.row, madeAt === undefined ? ctx.now : later(instant(madeAt), clockOffsetMs), ctx.now);
  const checkIn = await keepCheckIn(ctx, { personKey: of.personKey, at }, { id: checkId, temperatureTenths, symptoms });
  const { isAbnormal, isNew } = await keepCheck(ctx, of, {
    id: checkId,
    at,
    manner: "self",
    temperatureTenths,
    symptoms,
    isDistressed: false,
  });
  return { needsDoctor: checkIn.needsDoctor || isAbnormal, isAlready: !isNew };
};

export const sign: Answer<typeof contract.signPledge> = async (ctx, { id }, { signature }) => {
  const of = await takeMine(ctx, id);
  const isOwn = (await presentPersons(ctx)).some(
    ({ personKey, relation }) => personKey === of.personKey && relation === "self",
  );
  const by = isOwn ? "person" : "guardian";
  await signNotice(ctx, of.row, { by, path: signature, at: ctx.now });
  await noticed(ctx, of, ctx.now, { signedBy: by });
  return { signedAt: isoInstant(ctx.now) };
};

export const help: Answer<typeof contract.askForHelp> = async (ctx, { id }, body) => {
  const of = await takeMine(ctx, id);
  if (!isOpen(of.row.state)) throw new Problem(common["not-found"]);
  const { errand } = body;
  if (errand !== null)
    await requestService(ctx, {
      id: body.id,
      place: of.row.place,
      kind: errand.kind,
      errand: { words: errand.words, door: errand.door },
      mayVolunteer: false,
      isContactless: true,
      goods: errand.goods,
      source: "observation",
      sourceId: of.row.id,
      personKey: of.personKey,
      ...(of.row.household_key === null ? {} : { householdKey: of.row.household_key }),
    });
  const isIll = body.isUrgent && of.row.state !== "PROPOSED";
  if (isIll) await addLine(ctx, of.row, { kind: "abnormal", facts: { what: "distress" } });
  await keep(ctx, isIll ? after(of, { kind: "abnormal" }, ctx.now) : of, {
    kind: "help-asked",
    facts: { needs: errand === null ? [] : [errand.kind], isUrgent: body.isUrgent },
  });
  return { asked: true };
};

export const state: Answer<typeof contract.stateMyself> = async (ctx, { id }, body) => {
  const of = await takeMine(ctx, id);
  await keep(ctx, after(of, { kind: "statement" }, ctx.now), { kind: "statement", id: body.id, note: body.statement });
  return { kept: true };
};

/** "Needs help" and the last day, and for a volunteer what is needed; nothing else leaves here (scenario 24). */
export const listMySeats: Answer<typeof contract.listMySeats> = async (ctx) => {
  const seats = await seatsOfMine(ctx);
  const asked = await asSystem(ctx, (inside) =>
    Promise.all(
      seats.map(async ({ subject_id }) => [subject_id, await servicesOf(inside, { sourceId: subject_id })] as const),
    ),
  );
  const open = new Map(asked.map(([id, all]) => [id, all.filter(({ state }) => isAskedFor(state))]));
  const rows = await asSystem(ctx, (inside) =>
    store.observationsByIds(
      inside.sql,
      seats.map((seat) => seat.subject_id),
    ),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    seats: seats.flatMap(({ id, seat, from_at, subject_id }) => {
      const row = byId.get(subject_id);
      if (row === undefined || isCore(seat)) return [];
      const needs = [
        ...new Set([...(row.needs as Service[]), ...(open.get(subject_id) ?? []).map(({ kind }) => kind)]),
      ];
      return [
        {
          seatId: id,
          seat,
          since: isoInstant(from_at),
          needsHelp: needs.length > 0,
          needs: SEES[seat].includes("needs") ? needs : [],
          endsOn: isOpen(row.state) ? lastDayOf(row.due_at) : null,
        },
      ];
    }),
  };
};
