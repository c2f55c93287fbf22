/**
 * Rows that are taken away, with what they were taken for. No name, number, health or free words are among them: those
 * leave by two approvals (person-lists.ts).
 */
import { screenedDoors } from "#capabilities/campaigns/for-reports.ts";
import { printedOf } from "#capabilities/forms/rules/print.ts";
import { answersFor } from "#capabilities/forms/tally.ts";
import { doorsOf } from "#capabilities/households/doors.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { ledgerOf } from "#capabilities/supplies/for-reports.ts";
import { common } from "#kernel/problem.ts";
import { isoShanghai } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type { Cell, NewSheet } from "./file/write-workbook.ts";
import { reportProblems as problem } from "./rules/problems.ts";

/** What a spreadsheet still opens at once, and a second of work. */
export const ROWS_AT_MOST = 20_000;

export type RowList = "answers" | "doors" | "campaign-doors" | "supplies";
type Of = {
  readonly area: string;
  readonly form: string | undefined;
  readonly campaignId: string | undefined;
};
type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] };

const moment = (at: Parameters<typeof isoShanghai>[0] | null): string =>
  at === null ? "" : isoShanghai(at).slice(0, 16).replace("T", " ");
const yes = (is: boolean): string => (is ? "是" : "否");

export async function rowsOf(ctx: Context, list: RowList, of: Of): Promise<NewSheet & { readonly count: number }> {
  const { head, rows } = await TABLES[list](ctx, of);
  if (rows.length > ROWS_AT_MOST) throw new Problem(problem["too-many-rows"]);
  return { name: list, rows: [head, ...rows], count: rows.length };
}

const TABLES: Readonly<Record<RowList, (ctx: Context, of: Of) => Promise<Table>>> = {
  answers: async (ctx, { area, form = "" }) => {
    const found = await answersFor(ctx, { area, key: form, limit: ROWS_AT_MOST + 1 });
    if (found === null) throw new Problem(common["not-found"]);
    const asked = found.document.questions.filter(
      ({ type }) => type !== "note" && type !== "image" && type !== "audio",
    );
    return {
      head: [
        "编号 id",
        "网格 grid",
        "填报时间 made at",
        "状态 state",
        ...asked.map(({ label, name }) => label.zh || name),
      ],
      rows: found.rows.map(({ id, place, madeAt, state, answers }) => [
        id,
        place,
        moment(madeAt),
        state,
        ...asked.map(({ name }): Cell => {
          const printed = printedOf(found.document, name, answers);
          return printed.is === "value" && !printed.isFree ? printed.value : null;
        }),
      ]),
    };
  },
  doors: async (ctx, { area }) => ({
    head: ["编号 id", "网格 grid", "类型 kind", "地址 address", "空置 vacant", "出租 rented", "群租 shared"],
    rows: (await doorsOf(ctx, area)).map((door) => [
      door.doorId,
      door.place,
      door.kind,
      addressText(door),
      yes(door.isVacant),
      yes(door.isRented),
      yes(door.isShared),
    ]),
  }),
  "campaign-doors": async (ctx, { area, campaignId = "" }) => {
    const doors = await screenedDoors(ctx, { campaignId, area, limit: ROWS_AT_MOST + 1 });
    if (doors === null) throw new Problem(common["not-found"]);
    return {
      head: [
        "网格 grid",
        "序号 number",
        "地址 address",
        "底册外 found",
        "状态 state",
        "敲门次数 tries",
        "复访 revisit",
        "最近 last",
      ],
      rows: doors.map((door) => [
        door.place,
        door.ordinal,
        door.name,
        yes(door.isFound),
        door.state,
        door.tries,
        moment(door.revisitAt),
        moment(door.lastAt),
      ]),
    };
  },
  supplies: async (ctx, { area }) => ({
    head: ["时间 at", "物资 item", "变动 change", "原因 because", "结存 stock after", "编号 id"],
    // Who moved it and what he noted are for the ledger's own page.
    rows: (await ledgerOf(ctx, { place: area, limit: ROWS_AT_MOST + 1 })).map((one) => [
      moment(one.at),
      one.item,
      one.change,
      one.because,
      one.stockAfter,
      one.id,
    ]),
  }),
};
