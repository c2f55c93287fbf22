/** What a marker will be filled with, said to whoever made the template. Pure. */
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { DEFINITIONS } from "#capabilities/rollups/rules/definitions.ts";
import { type Counted, type LinePart, type Marker, markerOf } from "./markers.ts";

type Said = { readonly zh: string; readonly en: string };
const say = (zh: string, en: string): Said => ({ zh, en });

const TEXTS: Readonly<Record<Extract<Marker, { is: "text" }>["of"], Said>> = {
  "area.name": say("地区名称", "name of the area"),
  "area.code": say("地区代码", "code of the area"),
  day: say("统计日期", "day of the figures"),
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
  people: say("登记在住人数", "people registered there"),
  since: say("从哪天住起", "lives there since"),
  tenure: say("自住或租住", "owner or tenant"),
};

const COVERAGE = {
  percent: say("走访覆盖率", "coverage of households"),
  registered: say("登记户数", "households registered"),
  reached: say("已走访户数", "households reached"),
  never: say("从未走访户数", "households never reached"),
} as const;

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
    case "line": {
      const whose = marker.of === "door" ? say("每一门户：", "of each door: ") : say("每一户：", "of each household: ");
      const { part } = marker;
      const what =
        typeof part === "string"
          ? LINES[part]
          : (attributeOf(part.attribute)?.title ?? say(part.attribute, part.attribute));
      return say(whose.zh + what.zh, whose.en + what.en);
    }
    case "figure": {
      const definition = DEFINITIONS.find((one) => one.id === marker.metric);
      return say(
        `${definition?.zh ?? marker.metric}：${definition?.howZh ?? ""}`,
        `${definition?.en ?? marker.metric}: ${definition?.howEn ?? ""}`,
      );
    }
    case "form": {
      if (marker.question === null)
        return say(`表“${marker.key}”当天的填报份数`, `answers to form “${marker.key}” on the day`);
      const how = counted(marker.counted);
      return say(
        `表“${marker.key}”的“${marker.question}”：${how.zh}`,
        `“${marker.question}” of form “${marker.key}”: ${how.en}`,
      );
    }
    case "fact": {
      const title = attributeOf(marker.attribute)?.title ?? say(marker.attribute, marker.attribute);
      const how = counted(marker.counted);
      return say(`${title.zh}：${how.zh}`, `${title.en}: ${how.en}`);
    }
  }
}

function counted(how: Counted): Said {
  if (how.by === "sum") return say("合计", "sum");
  if (how.by === "answered") return say("已知的个数", "how many are known");
  return say(`为“${how.value}”的个数`, `how many are “${how.value}”`);
}
