/**
 * The doctor's decision on what is abnormal or on a home that does not fit, and the hand-over: to a hospital or an observation
 * point, anywhere in the province, by a dedicated vehicle; over only when the other side says that it has the person.
 */
import type { z } from "zod";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { disband, formTeam, receiverOf, teamsOf } from "#capabilities/teams/teams.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { dayOf, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import type { CommandContext } from "#platform/commands.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { makePaper } from "./papers.ts";
import { profilesOf } from "./profiles.ts";
import { type Acting, addLine, after, type InHand, keep, mustSit, settle, take } from "./record.ts";
import type { Receiver } from "./rules/machine.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import { DEFAULT_PROFILE } from "./rules/profile.ts";
import * as store from "./store.ts";
import { incomingOf } from "./store-transfer.ts";
import { tellWhoRelied } from "./tell.ts";

type Body<C extends { readonly body: z.ZodType }> = z.output<C["body"]>;
type Done = Promise<Record<string, unknown>>;

export async function handleAbnormal(ctx: CommandContext, body: Body<typeof contract.handleAbnormal>): Done {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, ["HEALTH"]);
  if (body.decision === "stays") return stays(ctx, of, body.note);
  const as = body.decision;
  // A phone of last month names no observation point: the vehicle is owed and alarms until a doctor names one.
  const toPost = body.toPost ?? null;
  const vehicle = body.vehicle ?? "";
  const receiver = toPost === null ? null : await receiverOf(ctx, toPost, ctx.now);
  const isFit = receiver === null || as === "hospital" || receiver.area.length >= CODE_LENGTH.county;
  if ((toPost !== null && receiver === null) || !isFit) throw new Problem(problems["receiver-unknown"]);
  const next = after(of, { kind: "transfer-asked", as }, ctx.now);
  await keep(
    ctx,
    { ...next, row: { ...next.row, transfer_to: toPost } },
    {
      kind: as === "hospital" ? "transfer-asked" : "central-asked",
      facts: { toPost, vehicle },
      note: body.note,
    },
  );
  await onPaper(ctx, of, as, { organisation: receiver?.organisation ?? null, vehicle });
  return {};
}

/** Nothing that speaks against home; or the vehicle is not needed any more. */
async function stays(ctx: CommandContext, of: InHand, note: string | undefined): Done {
  const well = after(of, { kind: "cleared" }, ctx.now);
  const isWhole = well.row.state === "NOTICED" && well.team.vacancies.length === 0;
  await keep(ctx, isWhole ? after(well, { kind: "team-complete" }, ctx.now) : well, { kind: "cleared", note });
  return {};
}

/** The order and the hand-over sheet, and a word to the person or his guardian. */
async function onPaper(
  ctx: CommandContext,
  of: InHand,
  as: Receiver,
  to: { readonly organisation: string | null; readonly vehicle: string },
): Promise<void> {
  const { id, person_key: personKey } = of.row;
  const byPost = ctx.actor.postId;
  await asSystem(ctx, async (inside) => {
    const on = dayOf(ctx.now);
    await makePaper(inside, of, as === "hospital" ? "transfer" : "conversion", { byPost, to: { ...to, on } });
    if (personKey === null) return;
    await tellHolders(inside, [
      { personKey, kind: "observation", ...MOVED[as], link: "/observation", subject: `${id}/${ctx.commandId}` },
    ]);
  });
}

const MOVED = {
  hospital: {
    zh: "医生请您转到医院，由专用车辆接送。请查看通知书。",
    en: "A doctor asks you to go to hospital by a dedicated vehicle. See the notice.",
  },
  central: {
    zh: "医生请您转到集中观察点，由专用车辆接送；已观察的天数算在内。请查看决定书。",
    en: "A doctor asks you to move to an observation point by a dedicated vehicle; the days so far count. See the order.",
  },
} as const;

/** The other side says that it has the person: only the post that was named. At a point the days go on under its doctor. */
export async function receive(ctx: CommandContext, body: Body<typeof contract.receive>): Done {
  const of = await take(ctx, body.observationId);
  if (of.row.transfer_to !== ctx.actor.postId) throw new Problem(problems["not-your-seat"]);
  const ended = after(of, { kind: "received" }, ctx.now);
  const isCentral = ended.row.state === "CONVERTED";
  // The measure goes along: whoever signs the release at the point ends it.
  const row = isCentral ? { ...ended.row, evidence_id: null } : ended.row;
  await keep(ctx, { ...ended, row }, { kind: isCentral ? "converted" : "transferred", note: body.note });
  await asSystem(ctx, async (inside) => {
    // The receiver does not see the team of another area; its helpers are told all the same.
    const team = (await teamsOf(inside, [of.row.id])).get(of.row.id) ?? of.team;
    await tellWhoRelied(inside, { ...of, team }, null);
    await disband(inside, of.row.id, false);
  });
  const goesOn = isCentral ? await goOn(ctx, of) : null;
  return goesOn === null ? {} : { goesOn };
}

/** The same observation at another place, under the same order and to the same hour; its doctor is who received the person. */
async function goOn(ctx: CommandContext, { row }: InHand): Promise<string | null> {
  const { person_key: personKey } = row;
  if (personKey === null) return null;
  const id = newId();
  const place = ctx.actor.area;
  const { county, postId } = { county: place.slice(0, CODE_LENGTH.county), postId: ctx.actor.postId };
  await asSystem(ctx, async (inside) => {
    await store.insertObservation(
      ctx.sql,
      {
        county,
        id,
        personKey,
        place,
        householdKey: null,
        type: "central",
        continues: row.id,
        basis: row.basis,
        profileArea: row.profile_area,
        profileVersion: row.profile_version,
        dZero: row.d_zero,
        days: row.days,
        isMinor: row.is_minor,
        dueAt: row.due_at,
        evidenceId: row.evidence_id,
        obstacles: [],
        needs: [],
        persons: 1,
        sealedNote: null,
      },
      ctx.now,
    );
    await formTeam(inside, { id, personKey, place }, { HEALTH: postId }, ["HEALTH"]);
    await begin(inside, id);
  });
  return id;
}

/** Told by the order to the point, and its one seat is filled: under way at once. */
async function begin(ctx: Acting, id: string): Promise<void> {
  const filed = await take(ctx, id);
  const told = after(filed, { kind: "noticed" }, ctx.now);
  const now = after(told, { kind: "team-complete" }, ctx.now);
  await store.updateObservation(ctx.sql, now.row);
  await addLine(ctx, now.row, { kind: "filed", facts: { basis: now.row.basis } });
  await addLine(ctx, now.row, { kind: "started" });
  await settle(ctx, now);
}

/** Who is on the way to the acting post, and since when: a hospital's or a point's own list. */
export const incoming: Answer<typeof contract.listIncoming> = async (ctx) => {
  const rows = await incomingOf(ctx.sql, ctx.actor.postId);
  const profiles = await profilesOf(ctx, rows);
  const minutesOf = (id: string) => (profiles.get(id) ?? DEFAULT_PROFILE).abnormalMinutes;
  return {
    incoming: rows.map((row) => ({
      id: row.id,
      place: row.place,
      as: row.transfer_as ?? "hospital",
      since: isoInstant(row.transfer_since),
      lateAt: isoInstant(later(row.transfer_since, minutesOf(row.id) * MINUTE)),
      dueAt: isoInstant(row.due_at),
      vehicle: String(row.vehicle ?? ""),
    })),
  };
};
