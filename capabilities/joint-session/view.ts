/** What the joint session looks at: counts, changes, samples without names, quality, receipts, who said what. */

import { feedFilesOfRun, ruleSetOfRun } from "#capabilities/intake/inputs.ts";
import { mustBeProvincial } from "#capabilities/intake/provincial.ts";
import { presentResult } from "#capabilities/intake/runs.ts";
import { nameElsewhere } from "#capabilities/places/elsewhere.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import type { listSamples, listSessions, Seat, showMinutes, showSession } from "./contract.ts";
import { mayPublish, seatOf, standingOf, waitsFor } from "./rules/may-publish.ts";
import {
  type DecisionRow,
  decisionsOf,
  hasNewerVersion,
  latestPublished,
  namesOf,
  type SessionRow,
  sessionOf,
  sessionsBefore,
} from "./store.ts";
import { pushesOf } from "./store-push.ts";
import { managedByTier, samples } from "./store-samples.ts";

/** `32-20200210-1`: province, day, version. */
export const listNumberOf = (province: string, day: string, version: number): string =>
  `${province}-${day.replaceAll("-", "")}-${version}`;

const tierCounts = (byTier: Readonly<Record<string, number>>) => ({
  red: byTier["red"] ?? 0,
  yellow: byTier["yellow"] ?? 0,
  blue: byTier["blue"] ?? 0,
});

const head = (row: SessionRow, province: string) => ({
  id: row.id,
  day: row.day,
  version: row.version,
  listNumber: listNumberOf(province, row.day, row.version),
  state: row.state,
  cutOffAt: isoInstant(row.cut_off_at),
  openedAt: isoInstant(row.opened_at),
  publishedAt: row.published_at === null ? null : isoInstant(row.published_at),
  listed: row.summary.listed,
  byTier: tierCounts(row.summary.byTier),
});

export const list: Answer<typeof listSessions> = async (ctx, { before }) => {
  mustBeProvincial(ctx);
  const rows = await sessionsBefore(ctx.sql, before ?? null);
  return { sessions: rows.map((row) => head(row, ctx.services.settings.province)) };
};

/** The session, or 404 for everyone but the province's own posts. */
export async function mustFind(ctx: Context, id: string): Promise<SessionRow> {
  mustBeProvincial(ctx);
  const row = await sessionOf(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

/** The seat of a signatory of the province; null for everyone else. */
export const seatOfActor = ({ actor }: Pick<Context, "actor">): Seat | null =>
  actor.role === "signatory" ? seatOf(actor.department) : null;

/** May it be published now, and whom does it wait for: asked afresh each time, nothing of it is stored. */
export async function publishState(ctx: Context, row: SessionRow, decisions: readonly DecisionRow[]) {
  const { standing, ids } = standingOf(decisions);
  const latest = await latestPublished(ctx.sql, row.id);
  const answer = mayPublish({
    state: row.state,
    day: row.day,
    standing,
    hasNewerVersion: await hasNewerVersion(ctx.sql, row),
    latestPublishedDay: latest?.day ?? null,
  });
  return { answer, standing, standingIds: ids, waiting: waitsFor(standing), previous: latest };
}

export async function viewOf(ctx: Context, id: string) {
  const row = await mustFind(ctx, id);
  const { sql } = ctx;
  const { province } = ctx.services.settings;
  const decisions = await decisionsOf(sql, id);
  const state = await publishState(ctx, row, decisions);
  const { ruleSet, sha256 } = await ruleSetOfRun(sql, row);
  const pushes = await pushesOf(sql, id);
  const cities = Object.entries(row.summary.byCity);
  const places = [
    ...cities.map(([code]) => code),
    ...pushes.flatMap((push) => push.destinations.map((to) => to.place)),
  ];
  const names = await namesOf(sql, [...new Set(places)]);
  const listNumber = listNumberOf(province, row.day, row.version);
  return {
    ...head(row, province),
    assessmentId: row.assessment_id,
    engine: row.engine,
    ruleSet: { id: ruleSet.id, version: ruleSet.version, sha256, titleZh: ruleSet.title.zh, titleEn: ruleSet.title.en },
    rankedSha256: row.summary.rankedSha256,
    managed: row.summary.managed,
    managedByTier: tierCounts(await managedByTier(sql, row.assessment_id)),
    byRule: ruleSet.rules.map((rule) => ({
      rule: rule.id,
      tier: rule.tier,
      zh: rule.reason.zh,
      en: rule.reason.en,
      count: row.summary.byRule[rule.id] ?? 0,
    })),
    byCity: cities.map(([place, count]) => ({
      place,
      placeName: names.get(place) ?? nameElsewhere(place) ?? place,
      count,
    })),
    byPlaceSource: row.summary.byPlaceSource,
    byKind: row.summary.byKind,
    changes: row.changes,
    flags: row.summary.flags,
    sources: row.sources,
    feeds: await feedFilesOfRun(sql, row),
    decisions: decisions.map((one) => ({
      id: one.id,
      seat: one.seat,
      decision: one.decision,
      reason: one.reason,
      at: isoInstant(one.at),
      displayName: one.display_name,
      organisation: one.organisation,
      stands: state.standingIds.has(one.id),
    })),
    minutes: row.minutes,
    participants: row.participants,
    yourSeat: seatOfActor(ctx),
    mayPublish: state.answer,
    waitsFor: state.waiting,
    pushes: pushes.map((push) => ({
      batch: `${listNumber}-${push.batch}`,
      pushedAt: isoInstant(push.pushed_at),
      pushedBy: push.display_name,
      destinations: push.destinations.map((to) => ({
        ...to,
        placeName: names.get(to.place) ?? nameElsewhere(to.place) ?? to.place,
      })),
    })),
  };
}

export const show: Answer<typeof showSession> = (ctx, { id }) => viewOf(ctx, id);

/** The minutes as printed. Printing is on record. */
export const minutes: Answer<typeof showMinutes> = async (ctx, { id }) => {
  const view = await viewOf(ctx, id);
  const { province } = ctx.services.settings;
  await audit(ctx, { action: "joint-session.print", objectKind: "joint-session", objectId: id, place: province });
  const names = await namesOf(ctx.sql, [province]);
  return { ...view, printedAt: isoInstant(ctx.now), provinceName: names.get(province) ?? province };
};

const SAMPLES = 20;

/** Rows of the draft by place and key; reading them is on record, a page at a time. */
export const sample: Answer<typeof listSamples> = async (ctx, { id, tier, rule, after }) => {
  const row = await mustFind(ctx, id);
  const { row: ruleSet } = await ruleSetOfRun(ctx.sql, row);
  const [place = "", key = ""] = after?.split(":") ?? [];
  const found = await samples(ctx.sql, {
    assessmentId: row.assessment_id,
    tier,
    rule: rule ?? null,
    after: after === undefined ? null : { place, key },
    limit: SAMPLES + 1,
  });
  const page = found.slice(0, SAMPLES);
  const last = page.at(-1);
  await audit(ctx, {
    action: "joint-session.read-samples",
    objectKind: "joint-session",
    objectId: id,
    place: ctx.actor.area,
    detail: { tier, rule: rule ?? null, rows: page.length },
  });
  return {
    rows: page.map((one) => presentResult(one, ruleSet)),
    next: found.length > SAMPLES && last ? `${last.place ?? ""}:${last.person_key}` : null,
  };
};
