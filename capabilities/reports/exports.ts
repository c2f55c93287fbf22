/** Lists that are taken away as csv or xlsx: figures and counts, each with what it means and as of when. Never persons. */
import { tallyOf } from "#capabilities/forms/tally.ts";
import { showFigures } from "#capabilities/rollups/figures.ts";
import { DEFINITIONS } from "#capabilities/rollups/rules/definitions.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, isoShanghai, type PlainDay } from "#kernel/time.ts";
import type { Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { rowsOf } from "./export-rows.ts";
import { type Cell, type NewSheet, writeWorkbook } from "./file/write-workbook.ts";
import { sendFile, XLSX } from "./make.ts";
import { csvOf } from "./rules/csv.ts";
import { reportProblems as problem } from "./rules/problems.ts";

type Rows = readonly (readonly Cell[])[];

/** GET /areas/{area}/exports/{list}. */
export const take: OpenAnswer<typeof contract.exportList> = async (ctx, params) => {
  const { area, list, format, day: asked, form, campaignId, purpose } = params;
  // domain.md §6.14: a list of persons leaves by two approvals and a watermark, or not at all; here it does not.
  if (list === "persons") throw new Problem(problem["persons-not-exported"]);
  const day = (asked ?? dayOf(ctx.now)) as PlainDay;
  if (day > dayOf(ctx.now)) throw new Problem(problem["day-in-the-future"]);
  const isOfRows = list !== "figures" && list !== "forms";
  if (isOfRows && purpose === undefined) throw new Problem(problem["purpose-missing"]);
  const sheets = await asActor(ctx.services.db, ctx.actor, async (sql) => {
    const inside: Context = { ...ctx, sql };
    const rows = isOfRows ? await rowsOf(inside, list, { area, form, campaignId }) : null;
    const made =
      rows !== null
        ? [{ ...rows, rows: [...rows.rows, [], takenBy(ctx, purpose)] }]
        : list === "figures"
          ? await figures(inside, area, day)
          : await counts(inside, area, form ?? "");
    const detail = { day, format, ...(rows === null ? {} : { purpose, rows: rows.count }) };
    await audit(
      { sql, actor: ctx.actor, now: ctx.now },
      { action: "report.export", objectKind: "export", objectId: list, place: area, detail },
    );
    return made;
  });
  const name = `${list}-${area}-${day}.${format}`;
  const [first] = sheets;
  if (format === "xlsx") return sendFile(ctx, { name, type: XLSX, bytes: await writeWorkbook(sheets) });
  sendFile(ctx, { name, type: "text/csv; charset=utf-8", bytes: Buffer.from(csvOf(first?.rows ?? []), "utf8") });
};

/** Says in the file itself who took it, when and for what. */
const takenBy = ({ actor, now }: Pick<Context, "actor" | "now">, purpose: string | undefined): readonly Cell[] => [
  "导出人 by",
  actor.displayName,
  "用途 purpose",
  purpose ?? "",
  "截至 as of",
  isoShanghai(now),
];

async function figures(ctx: Context, area: string, day: PlainDay): Promise<NewSheet[]> {
  const found = await showFigures(ctx, { place: area, day }, undefined);
  const rows: Rows = [
    ["代码 code", "地区 place", ...DEFINITIONS.map((one) => `${one.zh} ${one.id}`)],
    ...[found.own, ...found.children].map((one) => [
      one.place,
      one.name ?? "",
      ...DEFINITIONS.map(({ id, dayIs }) => (dayIs === "stock" ? one.standing : one.values)[id] ?? 0),
    ]),
    [],
    ["日期 day", day, "截至 as of", isoShanghai(ctx.now)],
  ];
  const meanings: Rows = DEFINITIONS.map((one) => [one.id, one.zh, one.howZh, one.en, one.howEn]);
  return [
    { name: "figures", rows },
    { name: "definitions", rows: [["id", "名称", "口径", "name", "how"], ...meanings] },
  ];
}

async function counts(ctx: Context, area: string, key: string): Promise<NewSheet[]> {
  const found = await tallyOf(ctx, { area, key, from: null, day: null, asOf: ctx.now });
  if (found === null) throw new Problem(common["not-found"]);
  const rows: Rows = [
    ["题目 question", "选项 choice", "份数 count", "合计 sum"],
    ["填报份数 answers", "", found.answers, null],
    ...found.questions.flatMap(
      ({ question, answered, sum, choices }): Rows => [
        [question.label.zh || question.name, "", answered, sum],
        ...(question.choices ?? []).map((one) => ["", one.label.zh, choices.get(one.name) ?? 0, null]),
      ],
    ),
    [],
    ["截至 as of", isoShanghai(ctx.now)],
  ];
  return [{ name: "counts", rows }];
}
