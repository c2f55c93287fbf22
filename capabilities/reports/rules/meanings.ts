/** What a marker will be filled with, said to whoever made the template. Pure. */
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { DEFINITIONS } from "#capabilities/rollups/rules/definitions.ts";
import { type CampaignPart, type Counted, type LinePart, type Marker, markerOf } from "./markers.ts";

type Said = { readonly zh: string; readonly en: string };
const say = (zh: string, en: string): Said => ({ zh, en });

const TEXTS: Readonly<Record<Extract<Marker, { is: "text" }>["of"], Said>> = {
  "area.name": say("地区名称", "name of the area"),
  "area.code": say("地区代码", "code of the area"),
  from: say("起始日期（按一天统计时同统计日期）", "first day of the period, or the day"),
  day: say("统计日期", "day of the figures"),
  period: say("统计期间", "the period"),
  "as-of": say("数据截至时间", "as known at"),
  "made-at": say("生成时间", "when it was made"),
  department: say("部门", "department"),
};
const PLACES = {
  name: say("下级地区名称", "name of the place below"),
  code: say("下级地区代码", "code of the place below"),
  number: say("序号", "number of the row"),
} as const;
const LINES: Readonly<Record<LinePart, Said>> = {
  row: say("序号", "number of the row"),
  address: say("门牌地址", "address"),
  grid: say("所在网格名称", "name of its grid"),
  "grid-code": say("所在网格代码", "code of its grid"),
  name: say("姓名", "name"),
  "id-number": say("证件号码", "number of the document"),
  phone: say("手机号码", "mobile number"),
  sex: say("性别", "sex"),
  "born-year": say("出生年份", "year of birth"),
  relation: say("与户主关系", "relation to the head"),
  people: say("登记在住人数", "people registered there"),
  since: say("从哪天住起", "lives there since"),
  tenure: say("自住或租住", "owner or tenant"),
};

const WHOSE = {
  door: say("每一门户：", "of each door: "),
  household: say("每一户：", "of each household: "),
  person: say("每一人（须两人批准）：", "of each person (by two approvals): "),
} as const;

const COVERAGE = {
  percent: say("走访覆盖率", "coverage of households"),
  registered: say("登记户数", "households registered"),
  vacant: say("空置户数", "households vacant"),
  reached: say("已走访户数", "households reached"),
  never: say("从未走访户数", "households never reached"),
} as const;

const CAMPAIGN: Readonly<Record<CampaignPart, Said>> = {
  name: say("名称", "its name"),
  doors: say("应查户数（底册加新发现）", "doors: of the register, and found since"),
  vacant: say("确认空置户数", "doors confirmed vacant"),
  of: say("应查户数减去空置", "doors without the vacant ones"),
  covered: say("已查户数（入户加电话）", "doors covered: opened, or by telephone"),
  percent: say("覆盖率", "coverage"),
  "not-visited": say("未走访", "not visited"),
  opened: say("已入户", "opened"),
  "by-phone": say("电话核实", "done by telephone"),
  "no-answer": say("无人应答", "no answer"),
  refused: say("拒绝", "refused"),
  moved: say("已搬走", "moved away"),
  "not-found": say("门牌找不到", "not found"),
  revisits: say("待复访", "to be visited again"),
  found: say("底册之外新发现", "found, not on the register"),
};

/** The meaning; null: the marker is not understood. */
export function meaningOf(text: string): Said | null {
  const marker = markerOf(text);
  if (marker === null) return null;
  switch (marker.is) {
    case "text":
      return TEXTS[marker.of];
    case "place":
      return PLACES[marker.of];
    case "coverage":
      return COVERAGE[marker.of];
    case "campaign": {
      const { zh, en } = CAMPAIGN[marker.of];
      return say(`当天正在进行的拉网排查：${zh}`, `of the screening that goes on that day: ${en}`);
    }
    case "line": {
      const whose = WHOSE[marker.of];
      const { part } = marker;
      const what =
        typeof part === "string"
          ? LINES[part]
          : "form" in part
            ? say(
                `表“${part.form}”最近一次的“${part.question}”`,
                `last answer to “${part.question}” of form “${part.form}”`,
              )
            : (attributeOf(part.attribute)?.title ?? say(part.attribute, part.attribute));
      return say(whose.zh + what.zh, whose.en + what.en);
    }
    case "figure": {
      const definition = DEFINITIONS.find((one) => one.id === marker.metric);
      const total = marker.isTotal === true ? SO_FAR : say("", "");
      return say(
        `${total.zh}${definition?.zh ?? marker.metric}：${definition?.howZh ?? ""}`,
        `${definition?.en ?? marker.metric}${total.en}: ${definition?.howEn ?? ""}`,
      );
    }
    case "form": {
      const total = marker.isTotal === true ? SO_FAR : say("统计期间", " in the period");
      if (marker.question === null)
        return say(`表“${marker.key}”${total.zh}填报份数`, `answers to form “${marker.key}”${total.en}`);
      const how = counted(marker.counted);
      return say(
        `表“${marker.key}”的“${marker.question}”：${total.zh}${how.zh}`,
        `“${marker.question}” of form “${marker.key}”: ${how.en}${total.en}`,
      );
    }
    case "fact": {
      const title = attributeOf(marker.attribute)?.title ?? say(marker.attribute, marker.attribute);
      const how = counted(marker.counted);
      return say(`${title.zh}：${how.zh}`, `${title.en}: ${how.en}`);
    }
  }
}

const SO_FAR = say("累计", ", from the beginning");

function counted(how: Counted): Said {
  if (how.by === "sum") return say("合计", "sum");
  if (how.by === "answered") return say("已知的个数", "how many are known");
  return say(`为“${how.value}”的个数`, `how many are “${how.value}”`);
}
