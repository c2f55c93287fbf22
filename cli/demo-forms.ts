// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a form names a question.
/** The demo's form and report template: workbooks made by code, brought and published as a county's centre would. */
import { type NewSheet, writeWorkbook } from "#capabilities/reports/file/write-workbook.ts";
import { openSession } from "#capabilities/workers/sessions.ts";
import { isoInstant } from "#kernel/time.ts";
import { buildServer } from "#main";
import type { Services } from "#platform/answer.ts";
import { asOwner } from "./database.ts";
import { caller, must } from "./demo-enterprises.ts";

const SURVEY = [
  "type",
  "name",
  "label::中文 (zh)",
  "label::English (en)",
  "hint::中文 (zh)",
  "hint::English (en)",
  "required",
  "relevant",
  "constraint",
  "constraint_message::中文 (zh)",
  "constraint_message::English (en)",
  "calculation",
  "bind::wangge:fact",
] as const;
type Line = readonly [type: string, name: string, zh: string, en: string, more?: Partial<Record<string, string>>];

const LINES: readonly Line[] = [
  ["begin group", "door", "敲门", "At the door"],
  ["select_one yesno", "opened", "有人在家吗", "Is somebody at home?", { required: "yes" }],
  ["end group", "", "", ""],
  ["begin group", "home", "家庭情况", "The household", { relevant: "${opened} = 'yes'" }],
  [
    "integer",
    "size",
    "现在住几个人",
    "How many live here now?",
    {
      required: "yes",
      hint: "包括暂住的亲友|Guests who stay count too",
      constraint: ". >= 1 and . <= 30",
      message: "请填 1 到 30|From 1 to 30",
      fact: "household.size",
    },
  ],
  [
    "select_one yesno",
    "returned",
    "近 14 天有人从外地回来吗",
    "Has anybody come back in the last 14 days?",
    {
      required: "yes",
      fact: "household.returned",
    },
  ],
  [
    "select_one yesno",
    "supplies",
    "生活物资够用吗",
    "Are there enough supplies?",
    { fact: "household.supplies-ensured" },
  ],
  [
    "select_multiple need",
    "needs",
    "需要什么帮助",
    "What help is needed?",
    {
      relevant: "${supplies} = 'no'",
      fact: "household.needs",
    },
  ],
  ["end group", "", "", ""],
  ["begin repeat", "people", "回来的人", "Who came back", { relevant: "${returned} = 'yes'" }],
  [
    "date",
    "came_on",
    "哪天回来的",
    "Which day did they come?",
    {
      required: "yes",
      constraint: ". <= today() and today() - . <= 60",
      message: "请填最近 60 天内的日期|A day of the last 60",
    },
  ],
  ["calculate", "days", "", "", { calculation: "int(today() - ${came_on})" }],
  ["acknowledge", "told", "已告知居家观察 14 天", "Told to stay at home for 14 days", { relevant: "${days} < 14" }],
  ["end repeat", "", "", ""],
  ["calculate", "returnees", "", "", { calculation: "count(${came_on})" }],
  ["note", "thanks", "谢谢！请留下服务电话。", "Thank you! Leave the service number.", {}],
];

const pair = (text: string | undefined): [string, string] => {
  const [zh = "", en = ""] = (text ?? "").split("|");
  return [zh, en];
};

/** The returnee household check, as an XLSForm. */
export const FORM_SHEETS: readonly NewSheet[] = [
  {
    name: "survey",
    rows: [
      SURVEY,
      ...LINES.map(([type, name, zh, en, more = {}]) => {
        const { required = "", relevant = "", constraint = "", calculation = "", fact = "" } = more;
        return [
          type,
          name,
          zh,
          en,
          ...pair(more["hint"]),
          required,
          relevant,
          constraint,
          ...pair(more["message"]),
          calculation,
          fact,
        ];
      }),
    ],
  },
  {
    name: "choices",
    rows: [
      ["list_name", "name", "label::中文 (zh)", "label::English (en)"],
      ["yesno", "yes", "是", "Yes"],
      ["yesno", "no", "否", "No"],
      ["need", "food", "生活物资", "Food and supplies"],
      ["need", "medicine", "代购药品", "Medicine"],
      ["need", "masks", "口罩", "Masks"],
      ["need", "other", "其他", "Something else"],
    ],
  },
  {
    name: "settings",
    rows: [
      ["form_title::中文 (zh)", "form_title::English (en)", "form_id", "version", "subject"],
      ["返苏家庭核查", "Returnee household check", "returnee-check", "1", "household"],
    ],
  },
];

/** The report of the demo's civil affairs office: its own layout, filled for every township. */
export const TEMPLATE = (): Promise<Buffer> =>
  writeWorkbook([
    {
      name: "防控日报",
      rows: [
        ["{{area.name}}返苏家庭走访日报"],
        ["统计日期：{{day}}", null, null, "数据截至：{{as-of}}"],
        ["序号", "乡镇（街道）", "走访户次", "走访人次", "登记户数", "走访覆盖率"],
        [
          "{{place.number}}",
          "{{place.name}}",
          "{{visit.household}}",
          "{{visit.person}}",
          "{{household.registered}}",
          "{{coverage.percent}}",
          "{{#each places}}",
        ],
        ["合计", null, "{{visit.household}}", "{{visit.person}}", "{{household.registered}}", "{{coverage.percent}}"],
        [
          "返苏家庭核查：填报 {{form.returnee-check.answers}} 份，在住 {{form.returnee-check.size.sum}} 人，需要生活物资 {{form.returnee-check.needs.is.food}} 户",
        ],
        ["填表：系统自动生成，未采集的项目留空并另列"],
      ],
      merged: ["A1:F1", "A6:F6", "A7:F7"],
    },
  ]);

/** Brings and publishes both over the same routes as anybody; once, and a step that is refused is said. */
export async function bringForms(services: Services, area: string, say: (step: string) => void): Promise<void> {
  try {
    const token = await asOwner(services, async ({ sql, now }) => {
      const [post] = await sql<{ id: string; account_id: string }[]>`
        select id, account_id from post where area = ${area} and role = 'operator' order by id limit 1`;
      if (post === undefined) throw new Error("the county has no centre");
      return openSession(sql, { accountId: post.account_id, postId: post.id, terminalId: null, now });
    });
    const app = await buildServer(services);
    try {
      const call = caller(app, token);
      const { forms } = await must(call("GET", `/areas/${area}/forms`), "forms");
      // An earlier start may have been broken off behind this point.
      if (Array.isArray(forms) && forms.length > 0) return;
      const { form } = await must(call("POST", "/forms", await writeWorkbook(FORM_SHEETS)), "form");
      const publication = {
        area,
        roles: ["grid-worker"],
        from: isoInstant(services.clock()),
        until: null,
        isReviewed: true,
      };
      await must(call("POST", `/forms/${(form as { id: string }).id}/publication`, publication), "publication");
      const named = new URLSearchParams({ department: "民政局", title: "返苏家庭走访日报" });
      await must(call("POST", `/reports/templates?${named}`, await TEMPLATE()), "template");
    } finally {
      await app.close();
    }
  } catch (error) {
    say(`The demo's form stays out: ${error instanceof Error ? error.message : String(error)}`);
  }
}
