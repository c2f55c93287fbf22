/** Why a cell stayed empty: said beside the report, with the sheet and the cell. */
const say = (zh: string, en: string) => ({ zh, en });

export const MISSING_WORDS = {
  "not-understood": say("看不懂这个标记，请按说明改正", "This marker is not known; correct it by the guide"),
  "no-form": say("本地区没有这张表，请核对编号或先发布", "There is no such form here; check its id or publish it"),
  "no-question": say("表里没有这道题或这个选项，请核对名称", "The form has no such question or choice; check the name"),
  "not-a-number": say("这道题不是数字，不能求和", "This is no number and cannot be summed"),
  "nothing-known": say("还没有采集到这项信息", "Nothing of this has been recorded yet"),
  "no-register": say("没有登记户数，算不出百分比", "No household is registered, so there is no percentage"),
  "not-in-a-row": say("这个标记只能放在重复行里", "This marker belongs in a repeated row"),
  "not-per-place": say("这个标记不能放在重复行里", "This marker cannot stand in a repeated row"),
  "no-places": say("下面没有更小的地区", "There is no place below"),
  "not-a-line": say(
    "这个标记只能放在 {{#each doors}}、{{#each households}} 或 {{#each persons}} 的行里",
    "This marker belongs in a row of {{#each doors}}, {{#each households}} or {{#each persons}}",
  ),
  "no-campaign": say("这一天本地区没有进行中的拉网排查", "No screening went on in the area that day"),
  "only-as-now": say(
    "排查进度只有现在的数，不能按过去时刻生成",
    "How far a screening is stands as now, not as known at an instant",
  ),
  "not-printed": say("姓名、号码和健康情况不逐户打印", "Names, numbers and health are not printed door by door"),
  "needs-approval": say(
    "居民说的原话要经两人批准才能打印，请申请个人名单",
    "What somebody said in free words is printed with two approvals: request a list of persons",
  ),
  "no-lines": say("这里还没有登记", "Nothing is registered here"),
  "before-records": say("那个时刻还没有任何数字", "Nothing was known at that instant"),
  "has-formula": say("这个单元格里有公式，不能填写", "The cell has a formula and is not filled"),
} as const satisfies Readonly<Record<string, { zh: string; en: string }>>;
export type MissingWhy = keyof typeof MISSING_WORDS;

export type Missing = {
  readonly sheet: string;
  readonly cell: string;
  readonly marker: string;
  readonly why: MissingWhy;
  /** Of a row that was printed many times: in how many of them, from this cell downwards. */
  readonly rows?: number;
};

/** Missing in many rows of one cell of the template is said once, with how many. */
export function gatheredMissing(all: readonly (Missing & { readonly from: string })[]): readonly Missing[] {
  const known = new Map<string, { first: Missing; rows: number }>();
  for (const { from, ...one } of all) {
    const key = `${one.sheet}!${from}!${one.marker}!${one.why}`;
    const before = known.get(key);
    if (before === undefined) known.set(key, { first: one, rows: 1 });
    else before.rows++;
  }
  return [...known.values()].map(({ first, rows }) => (rows === 1 ? first : { ...first, rows }));
}

/** Why, and in how many rows. */
export const missingWords = ({
  why,
  rows,
}: Pick<Missing, "why" | "rows">): { readonly zh: string; readonly en: string } => {
  const { zh, en } = MISSING_WORDS[why];
  return rows === undefined
    ? { zh, en }
    : { zh: `${zh}（从这一格往下共 ${rows} 行）`, en: `${en} (${rows} rows from this cell down)` };
};
