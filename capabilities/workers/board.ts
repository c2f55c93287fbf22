/** The duty board: who is on duty and how far each has come today; nothing of it is stored. */
import { CODE_LENGTH, isWithin, LEVELS, levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { type BoardRow, boardRows, childrenOf, dutyCounts, gridsWithoutWorker } from "./store-board.ts";
import { factsOf, postOf } from "./store-posts.ts";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

export const listPosts: Answer<typeof contract.listPosts> = async ({ sql, now }, params) => {
  const { area, role = null, duty, q = "", after, limit } = params;
  const rows = await boardRows(sql, {
    area,
    role,
    duty,
    text: q,
    after: cursorOf(after),
    limit: limit + 1,
    now,
    day: dayOf(now),
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(present), next: rows.length > limit && last ? `${last.area}~${last.id}` : null };
};

/** `area~id` of the last row seen; anything else begins anew. */
export function cursorOf(after: string | undefined): { area: string; id: string } {
  const [, area, id] = /^(\d{2,18})~([0-9a-f-]{36})$/.exec(after ?? "") ?? [];
  return area === undefined || id === undefined ? { area: "", id: FIRST_ID } : { area, id };
}

const present = (row: BoardRow) => ({
  id: row.id,
  accountId: row.account_id,
  username: row.username,
  displayName: row.display_name,
  accountState: row.account_state,
  role: row.role,
  area: row.area,
  areaName: row.area_name,
  department: row.department,
  organisation: row.organisation,
  isPrimary: row.is_primary,
  validFrom: isoInstant(row.valid_from),
  validUntil: row.valid_until === null ? null : isoInstant(row.valid_until),
  recordedAt: isoInstant(row.recorded_at),
  absence:
    row.absence_id === null || row.away_from === null
      ? null
      : {
          id: row.absence_id,
          from: isoInstant(row.away_from),
          until: row.away_until === null ? null : isoInstant(row.away_until),
          reason: row.away_reason ?? "",
          substitutePostId: row.substitute_post_id,
          substituteName: row.substitute_name,
        },
  terminals: row.terminals,
  openTasks: row.open_tasks,
  overdueTasks: row.overdue_tasks,
  visitsToday: row.visits_today,
});

export const showHistory: Answer<typeof contract.showPostHistory> = async ({ sql, actor, now }, { postId }) => {
  const post = await postOf(sql, postId, now);
  if (!post || !isWithin(post.area, actor.area)) throw new Problem(common["not-found"]);
  const facts = await factsOf(sql, postId);
  return {
    role: post.role,
    area: post.area,
    facts: facts.map((fact) => ({
      kind: fact.kind,
      validFrom: isoInstant(fact.valid_from),
      validUntil: fact.valid_until === null ? null : isoInstant(fact.valid_until),
      reason: fact.reason,
      substitutePostId: fact.substitute_post_id,
      recordedAt: isoInstant(fact.recorded_at),
      recordedBy: fact.recorded_by,
    })),
  };
};

export const dutyBoard: Answer<typeof contract.dutyBoard> = async ({ sql, now }, { area }) => {
  const digits = digitsBelow(area);
  const counts = new Map((await dutyCounts(sql, area, digits, now)).map((row) => [row.code, row]));
  const empty = new Map((await gridsWithoutWorker(sql, area, digits, now)).map((row) => [row.code, row.grids]));
  const all = [...counts.values()];
  const sum = (of: (row: (typeof all)[number]) => number) => all.reduce((total, row) => total + of(row), 0);
  const show = (posts: number, absent: number, terminals: number) => ({
    posts,
    onDuty: posts - absent,
    absent,
    terminals,
  });
  return {
    total: show(
      sum((row) => row.posts),
      sum((row) => row.absent),
      sum((row) => row.terminals),
    ),
    children: (await childrenOf(sql, area)).map(({ code, name }) => {
      const row = counts.get(code);
      return {
        code,
        name,
        ...show(row?.posts ?? 0, row?.absent ?? 0, row?.terminals ?? 0),
        gridsWithoutWorker: empty.get(code) ?? 0,
      };
    }),
  };
};

/** Digits of the places directly below; for the finest ones their own. */
function digitsBelow(area: string): number {
  const level = levelOf(area);
  const below = level === null ? undefined : LEVELS[LEVELS.indexOf(level) + 1];
  return below === undefined ? area.length : CODE_LENGTH[below];
}
