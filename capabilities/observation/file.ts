/**
 * Filing an observation. The community files whom the published list says to watch; whom it does not, only a post of health
 * can order to stay at home: no community act makes anybody's code worse.
 */

import type { z } from "zod";
import { evidenceOf, recordEvidence } from "#capabilities/codes/evidence.ts";
import { itemsOfLatestList } from "#capabilities/codes/list-items.ts";
import { isRegistered } from "#capabilities/households/members.ts";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { count } from "#capabilities/rollups/count.ts";
import { seatOfRole } from "#capabilities/teams/rules/seats.ts";
import { formTeam } from "#capabilities/teams/teams.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, daysBetween, type Instant, later, type PlainDay, startOf } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal } from "#platform/seal.ts";
import type { file as fileCommand } from "./contract.ts";
import { makePaper } from "./papers.ts";
import { profileFor } from "./profiles.ts";
import { type Acting, addLine, settle, take } from "./record.ts";
import { dueOf } from "./rules/calendar.ts";
import { obstaclesOf } from "./rules/conditions.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import type { Basis } from "./rules/profile.ts";
import * as store from "./store.ts";

type Body = z.output<(typeof fileCommand)["body"]>;

type Ground = { readonly basis: Basis; readonly dZero: PlainDay };

/** What the published list says of a person; the stronger of two. Null: nothing that asks for observation. */
async function listedAs(ctx: Acting, personKey: string): Promise<Ground | null> {
  const standing = (await evidenceOf(ctx, personKey)).filter(
    (one) => one.withdrawn_at === null && !one.is_held && (one.until === null || one.until > ctx.now),
  );
  const all = [...standing, ...(await itemsOfLatestList(ctx, [personKey]))];
  for (const [kind, basis] of LISTED) {
    const latest = all.filter((one) => one.kind === kind).sort((a, b) => b.since - a.since)[0];
    // An exposure that ends at midnight ends its own day.
    if (latest !== undefined) return { basis, dZero: dayOf(later(latest.since, -1)) };
  }
  return null;
}
const LISTED = [
  ["assessment-red", "list-red"],
  ["assessment-yellow", "list-yellow"],
] as const;

/** D0 of an order is what the doctor knows; never in the future, never so long ago that it is over. */
function ordered(exposedOn: string, now: Instant): Ground {
  const today = dayOf(now);
  const ago = daysBetween(exposedOn as PlainDay, today);
  return { basis: "health-order", dZero: ago < 0 || ago > 28 ? today : (exposedOn as PlainDay) };
}

/** Opens the file of one person; the household around him is household.ts. */
export async function openFile(ctx: CommandContext, body: Body): Promise<Record<string, unknown>> {
  const { sql, now, actor, commandId: id } = ctx;
  const isHere =
    (await store.isKnownHere(sql, body.personKey)) || (await isRegistered(ctx, body.place.slice(0, 6), body.personKey));
  if (!isHere) throw new Problem(common["not-found"]);
  if ((await asSystem(ctx, () => store.openOf(sql, body.personKey))) !== null)
    throw new Problem(problems["already-open"]);
  const ground =
    (await asSystem(ctx, (inside) => listedAs(inside, body.personKey))) ??
    (actor.role === "health-worker" ? ordered(body.exposedOn, now) : null);
  if (ground === null) throw new Problem(problems["no-basis"]);
  const { area, version, profile } = await profileFor(ctx, body.place);
  const days = profile.days[ground.basis];
  const dueAt = dueOf(ground.dZero, days);
  const evidenceId = await recordMeasure(ctx, body.personKey, ground, dueAt);
  await store.insertObservation(
    sql,
    {
      county: body.place.slice(0, 6),
      id,
      personKey: body.personKey,
      place: body.place,
      householdKey: body.householdKey ?? null,
      type: "home",
      continues: null,
      basis: ground.basis,
      profileArea: area,
      profileVersion: version,
      dZero: ground.dZero,
      days,
      isMinor: body.isMinor,
      dueAt,
      evidenceId,
      obstacles: obstaclesOf(body),
      needs: body.needs,
      persons: body.persons,
      sealedNote:
        body.note === undefined || body.note === "" ? null : seal(ctx.services.keys.sealingKey, body.note, id),
    },
    now,
  );
  const seat = seatOfRole(actor.role);
  await asSystem(ctx, (inside) =>
    formTeam(
      inside,
      { id, personKey: body.personKey, place: body.place },
      seat === null ? {} : { [seat]: actor.postId },
    ),
  );
  await opened(ctx, id, body);
  return { dZero: ground.dZero, dueAt: new Date(dueAt).toISOString() };
}

/** Line, notice, figures, and a word to the person or his guardian. */
async function opened(ctx: CommandContext, id: string, body: Body): Promise<void> {
  const of = await take(ctx, id);
  await addLine(ctx, of.row, { kind: "filed", facts: { basis: of.row.basis } });
  await audit(ctx, {
    action: "observation.filed",
    objectKind: "observation",
    objectId: id,
    place: body.place,
    detail: { basis: of.row.basis },
  });
  await count(ctx.sql, [{ place: body.place, day: dayOf(ctx.now), metric: "observation.filed", delta: 1 }]);
  await asSystem(ctx, async (inside) => {
    await makePaper(inside, of, "notice", { byPost: ctx.actor.postId });
    await tellHolders(inside, [
      {
        personKey: body.personKey,
        kind: "observation",
        zh: "社区已为您（或您的家人）建立居家观察档案。请查看告知书、负责人员和您的权利。",
        en: "The community has filed a home observation of you (or your family). See the notice, your team and your rights.",
        link: "/observation",
        subject: id,
      },
    ]);
    await settle(inside, of);
  });
}

/**
 * The measure holds the colour until somebody of health signs: recorded by the platform for whom the list says red already,
 * by the health post for whom it orders. Who is yellow on the list stays yellow by the list alone.
 */
async function recordMeasure(
  ctx: CommandContext,
  personKey: string,
  ground: Ground,
  dueAt: Instant,
): Promise<string | null> {
  if (ground.basis === "list-yellow") return null;
  const item = {
    id: newId(),
    personKey,
    kind: "measure" as const,
    source: "observation",
    sourceId: ctx.commandId,
    since: startOf(ground.dZero),
    until: dueAt,
    facts: { measure: "home" },
  };
  if (ground.basis === "health-order") await recordEvidence(ctx, [item]);
  else await asSystem(ctx, (inside) => recordEvidence(inside, [item]));
  return item.id;
}
