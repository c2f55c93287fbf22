/** The board of a place for its centre, and one case as the reader may see it. */
import { common } from "#kernel/problem.ts";
import { dayOf, endOf, isoInstant, startOf } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type { listHomes, showBoard, showObservation } from "./contract.ts";
import { present } from "./present.ts";
import { DUTIES, type DutyKind } from "./rules/duties.ts";
import { alarmsOpen, observationsByIds } from "./store.ts";
import * as store from "./store-board.ts";

const PAGE = 100;

const louder = (a: { kind: DutyKind }, b: { kind: DutyKind }) => DUTIES.indexOf(a.kind) - DUTIES.indexOf(b.kind);

/** A day's releases and ends are counted by the Shanghai day; a home that ends at 24:00 is due on the day that is over then. */
export const board: Answer<typeof showBoard> = async (ctx, { area, view, sort, ...asked }) => {
  const today = dayOf(ctx.now);
  const [from, to] = [startOf(today), endOf(today)];
  const { sql } = ctx;
  const states = await store.countByState(sql, area);
  const alarms = await store.countByAlarm(sql, area);
  const counts = await store.countToday(sql, { area, from, to });
  const { state = null, alarm = null, after = null } = asked;
  const rows = await store.boardRows(sql, { area, view, state, alarm, sort, after, limit: PAGE, from, to });
  const open = Map.groupBy(
    await alarmsOpen(
      sql,
      rows.map(({ id }) => id),
    ),
    (row) => row.observation_id,
  );
  const shown = rows.map((row) => ({
    id: row.id,
    place: row.place,
    state: row.state,
    dZero: row.d_zero,
    days: row.days,
    dueAt: isoInstant(row.due_at),
    alarms: (open.get(row.id) ?? []).sort(louder).map(({ kind, subject, due_at, level }) => ({
      kind,
      subject,
      dueAt: isoInstant(due_at),
      level,
    })),
  }));
  return {
    counts: {
      byState: Object.fromEntries(states.map(({ state, n }) => [state, n])),
      byAlarm: Object.fromEntries(alarms.map(({ kind, n }) => [kind, n])),
      dueToday: counts.due,
      releasedToday: counts.released,
    },
    rows: shown,
    next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null,
  };
};

/** The homes of a wide area as its posts' phones show them: the same order as the board. */
export const homes: Answer<typeof listHomes> = async (ctx, { area, after = null }) => {
  const page = await store.boardRows(ctx.sql, {
    area,
    view: "care",
    state: null,
    alarm: null,
    sort: "loudest",
    after,
    limit: PAGE,
    from: ctx.now,
    to: ctx.now,
  });
  const ids = page.map(({ id }) => id);
  const views = new Map((await present(ctx, await observationsByIds(ctx.sql, ids))).map((view) => [view.id, view]));
  return { homes: ids.flatMap((id) => views.get(id) ?? []), next: page.length === PAGE ? (ids.at(-1) ?? null) : null };
};

export const show: Answer<typeof showObservation> = async (ctx, { id }) => {
  const rows = await observationsByIds(ctx.sql, [id]);
  const [view] = await present(ctx, rows);
  if (view === undefined) throw new Problem(common["not-found"]);
  return view;
};
