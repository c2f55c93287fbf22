/** Places of all levels, and the life of grids and micro-grids: create, split, merge, retire, rename. */
import { z } from "zod";
import { LEVELS } from "#kernel/places.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";

export const placeProblems = problems("places", {
  "code-taken": {
    status: 409,
    zh: "这个代码已经用过，代码不能重复使用。请换一个，或留空由系统编号。",
    en: "This code was used before, and a code is never used again. Choose another, or leave it out to be given one.",
  },
  "codes-used-up": {
    status: 409,
    zh: "本村（社区）的网格代码已经用完。请联系本级中心。",
    en: "This place has no free code left. Ask your centre.",
  },
  "wrong-code": {
    status: 422,
    zh: "代码不属于同一个村（社区）或网格。请核对代码。",
    en: "A code does not belong to the same village or grid. Check the codes.",
  },
  retired: {
    status: 409,
    zh: "这个网格已经停用。请查看它的去向，在现用网格上操作。",
    en: "This grid is retired. See where it went, and act on its successor.",
  },
  "too-few": {
    status: 422,
    zh: "拆分至少得到两个网格，合并至少需要两个网格。请补充。",
    en: "A split needs two results at least, a merge two grids at least.",
  },
  "shares-not-100": {
    status: 422,
    zh: "各新网格的户数比例之和必须是 100。请调整比例。",
    en: "The shares of the new grids must sum to 100. Adjust them.",
  },
  "household-twice": {
    status: 422,
    zh: "同一户被分到了两个网格。请核对名单。",
    en: "A household was given to two grids. Check the lists.",
  },
  "household-elsewhere": {
    status: 422,
    zh: "名单里有不属于原网格的户。请核对名单。",
    en: "A household in the lists does not belong to the grid that is split. Check the lists.",
  },
  "household-lost": {
    status: 422,
    zh: "有住户没有分到任何新网格。请补全名单，或指定一个网格接收其余各户。",
    en: "A household would belong to no grid. Complete the lists, or name the grid that takes the rest.",
  },
  "needs-successor": {
    status: 422,
    zh: "这个网格还有住户、岗位或未办结的任务。请指定接收的网格。",
    en: "This grid still has households, posts or open tasks. Name the grid that takes them over.",
  },
  "not-a-grid": {
    status: 422,
    zh: "只有网格和微网格可以这样调整；行政区划请用导入更新。",
    en: "Only grids and micro-grids can be changed so; divisions are updated by import.",
  },
});

const Place = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(LEVELS),
  kind: z.enum(["comprehensive", "dedicated"]).nullable(),
  /** Households on the register; null = not known. */
  households: z.int().nullable(),
  childCount: z.int(),
  /** Null: it stands. Else the first day on which it was no more. */
  retiredOn: z.iso.date().nullable(),
});

const Name = z.object({ code: z.string(), name: z.string(), level: z.enum(LEVELS) });
const Code = z.string().regex(/^[1-9]\d{1,17}$/);
const GridCode = z.string().regex(/^[1-9](\d{14}|\d{17})$/);
const reason = z.string().trim().min(4).max(200);
const name = z.string().trim().min(1).max(100);

export const show = route({
  method: "GET",
  path: "/places/{code}",
  summary: "A place: its name, the places that contain it, the places directly below it.",
  who: "signed-in",
  params: z.object({ code: Code }),
  body: z.undefined(),
  result: Place.extend({
    /** From the province down to the one directly above. */
    parents: z.array(Name),
    /** The first 200 in order of code; `GET /places/{code}/children` pages on. */
    children: z.array(Place),
  }),
  problems: [],
});

export const listChildren = route({
  method: "GET",
  path: "/places/{code}/children",
  summary: "The places directly below one, in order of code.",
  who: "signed-in",
  params: z.object({
    code: Code,
    after: Code.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    retired: z.enum(["hide", "show"]).default("hide"),
  }),
  body: z.undefined(),
  result: z.object({ items: z.array(Place), next: z.string().nullable() }),
  problems: [],
});

export const search = route({
  method: "GET",
  path: "/places",
  summary: "Places whose name contains a text, within an area, in order of code.",
  who: "signed-in",
  params: z.object({
    q: z.string().trim().min(1).max(50),
    /** The caller's own area when not said. */
    within: Code.optional(),
    level: z.enum(LEVELS).optional(),
    after: Code.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  body: z.undefined(),
  result: z.object({
    items: z.array(Place.extend({ parents: z.array(Name) })),
    next: z.string().nullable(),
  }),
  problems: [],
});

/** A step of choosing a place: where one is, and what lies directly below. */
const NamedSteps = z.object({
  /** The province of this platform: an address begins there. */
  home: z.string(),
  chain: z.array(z.object({ code: z.string(), name: z.string() })),
  items: z.array(z.object({ code: z.string(), name: z.string(), hasMore: z.boolean() })),
});
export type NamedSteps = z.output<typeof NamedSteps>;

export const listNames = route({
  method: "GET",
  path: "/place-names",
  summary: "Names of the places directly below one, all of China to the county, the own province to the grid.",
  who: "anyone",
  params: z.object({
    at: z
      .string()
      .regex(/^[1-9](\d|\d{3}|\d{5}|\d{8}|\d{11})$/)
      .optional(),
  }),
  body: z.undefined(),
  result: NamedSteps,
  problems: [],
  runs: "by-itself",
  channel: "declare",
});

const Change = z.object({
  kind: z.enum(["create", "split", "merge", "retire", "rename", "import"]),
  from: z.array(z.string()),
  to: z.array(z.string()),
  effectiveOn: z.iso.date(),
  reason: z.string(),
  recordedAt: z.iso.datetime(),
  oldName: z.string().nullable(),
  newName: z.string().nullable(),
});

export const history = route({
  method: "GET",
  path: "/places/{code}/history",
  summary: "How a place came and where it went; its successors that stand today.",
  who: "signed-in",
  params: z.object({ code: Code }),
  body: z.undefined(),
  result: z.object({ code: z.string(), changes: z.array(Change), successors: z.array(Name) }),
  problems: [],
});

/** A new grid in a village (15 digits) or a micro-grid in a grid (18); without a code it is given the next free one. */
const NewGrid = z.object({
  code: GridCode.optional(),
  name,
  kind: z.enum(["comprehensive", "dedicated"]).default("comprehensive"),
});

const Changed = z.object({ retired: z.array(z.string()), created: z.array(z.string()), tasksMoved: z.int() });
const { "code-taken": taken, "wrong-code": wrongCode, retired, "not-a-grid": notAGrid } = placeProblems;

export const createGrid = route({
  method: "POST",
  path: "/places/{code}/grids",
  summary: "Create a grid in a village, or a micro-grid in a grid.",
  who: ["operator"],
  params: z.object({ code: z.string().regex(/^[1-9](\d{11}|\d{14})$/) }),
  body: NewGrid.extend({ households: z.int().min(0).max(100_000).nullable().default(null), reason }),
  result: Changed,
  problems: [taken, wrongCode, retired, placeProblems["codes-used-up"]],
  place: (params) => params.code,
});

export const splitGrid = route({
  method: "POST",
  path: "/places/{code}/split",
  summary: "Split a grid into two or more new ones; households go by lists or by shares, open tasks and posts follow.",
  who: ["operator"],
  params: z.object({ code: GridCode }),
  body: z.object({
    into: z
      .array(
        NewGrid.extend({
          /** Per cent of the households; given for all or for none. */
          share: z.int().min(0).max(100).optional(),
          households: z.array(z.uuid()).max(5000).optional(),
          /** Takes what no list names; also takes the open tasks. The first one when none says so and all have shares. */
          takesRest: z.boolean().default(false),
        }),
      )
      .max(20),
    reason,
  }),
  result: Changed,
  problems: [
    taken,
    wrongCode,
    retired,
    notAGrid,
    placeProblems["too-few"],
    placeProblems["shares-not-100"],
    placeProblems["household-twice"],
    placeProblems["household-elsewhere"],
    placeProblems["household-lost"],
    placeProblems["codes-used-up"],
  ],
  place: (params) => params.code,
  bodyLimit: 4 * 1024 * 1024,
});

export const mergeGrids = route({
  method: "POST",
  path: "/places/{code}/merge",
  summary: "Merge grids of one village (micro-grids of one grid) into a new one.",
  who: ["operator"],
  /** The village or grid that contains them. */
  params: z.object({ code: z.string().regex(/^[1-9](\d{11}|\d{14})$/) }),
  body: z.object({ codes: z.array(GridCode).max(50), into: NewGrid, reason }),
  result: Changed,
  problems: [taken, wrongCode, retired, placeProblems["too-few"], placeProblems["codes-used-up"]],
  place: (params) => params.code,
});

export const retireGrid = route({
  method: "POST",
  path: "/places/{code}/retire",
  summary: "Retire a grid; what it holds goes to the successor named.",
  who: ["operator"],
  params: z.object({ code: GridCode }),
  body: z.object({ successor: GridCode.nullable().default(null), reason }),
  result: Changed,
  problems: [wrongCode, retired, notAGrid, placeProblems["needs-successor"]],
  place: (params) => params.code,
});

export const renameGrid = route({
  method: "POST",
  path: "/places/{code}/name",
  summary: "Rename a grid; the old name stays in its history.",
  who: ["operator"],
  params: z.object({ code: GridCode }),
  body: z.object({ name, reason }),
  result: Changed,
  problems: [retired, notAGrid],
  place: (params) => params.code,
});
