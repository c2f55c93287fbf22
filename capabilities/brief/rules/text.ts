/** The brief as text, to be read out in the morning: Chinese and English from the same facts. */
import { percentText } from "#capabilities/rollups/rules/coverage.ts";
import type { PlainDay } from "#kernel/time.ts";
import type { CaseLine, Cases } from "./cases.ts";
import type { Change, Work } from "./work.ts";

export type BriefFacts = {
  readonly name: string;
  readonly day: PlainDay;
  readonly work: Work | null;
  readonly cases: Cases;
};
export type Lang = "zh" | "en";

const TIER = { red: ["红色", "red"], yellow: ["黄色", "yellow"], blue: ["蓝色", "blue"] } as const;

const dayZh = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const signed = (change: number | null, lang: Lang): string => {
  if (change === null) return "";
  if (change === 0) return lang === "zh" ? "（与前一日持平）" : " (as the day before)";
  const by = change > 0 ? `+${change}` : String(change);
  return lang === "zh" ? `（较前一日${by}）` : ` (${by} against the day before)`;
};
const number = ({ value, change }: Change, lang: Lang): string =>
  `${value.toLocaleString("en")}${signed(change, lang)}`;

/** The text of a brief, lines separated by \n. */
export function briefText(facts: BriefFacts, lang: Lang): string {
  const lines =
    lang === "zh"
      ? [`${facts.name}疫情防控晨报`, `（${dayZh(facts.day)}）`]
      : [`${facts.name}: morning brief for ${facts.day}`];
  lines.push("", ...(lang === "zh" ? casesZh(facts.cases) : casesEn(facts.cases)));
  if (facts.work) lines.push("", ...(lang === "zh" ? workZh(facts.work) : workEn(facts.work)));
  if (facts.cases.remarks.length > 0) {
    lines.push("", lang === "zh" ? "说明" : "Remarks");
    lines.push(...facts.cases.remarks.map((remark) => `  ${lang === "zh" ? `${remark.zh}。` : `${remark.en}.`}`));
  }
  return lines.join("\n");
}

const newZh = (count: number | null): string =>
  count === null ? "前一日数字缺，新增不详" : count < 0 ? `核减${-count}例` : `新增${count}例`;
const streakZh = (line: CaseLine): string =>
  line.daysWithoutNew === null
    ? "无确诊病例记录"
    : line.daysWithoutNew === 0
      ? "当日有新增确诊"
      : `已连续${line.isAtLeast ? "至少" : ""}${line.daysWithoutNew}天无新增确诊`;

function casesZh({ own, below, day }: Cases): string[] {
  if (own === null) return ["一、疫情", "  没有病例通报。"];
  const late = own.reportedOn === day ? "" : `（最近一次通报为${dayZh(own.reportedOn)}）`;
  return [
    "一、疫情",
    `  截至${dayZh(own.reportedOn)}24时${late}，${own.name}累计确诊${own.confirmed}例，${newZh(own.newConfirmed)}；${streakZh(own)}。`,
    `  累计治愈${own.cured}例${own.newCured === null ? "" : `（当日${own.newCured}例）`}，累计死亡${own.dead}例${own.newDead === null ? "" : `（当日${own.newDead}例）`}。`,
    ...below.map(
      (line) =>
        `  ${line.name}：累计确诊${line.confirmed}例，治愈${line.cured}例，死亡${line.dead}例，${newZh(line.newConfirmed)}，${streakZh(line)}`,
    ),
  ];
}

const newEn = (count: number | null): string =>
  count === null
    ? "new cases unknown (the day before is missing)"
    : count < 0
      ? `${-count} taken back`
      : `${count} new`;
const streakEn = (line: CaseLine): string =>
  line.daysWithoutNew === null
    ? "no case on record"
    : line.daysWithoutNew === 0
      ? "a new case that day"
      : `${line.isAtLeast ? "at least " : ""}${line.daysWithoutNew} consecutive days without a new case`;

function casesEn({ own, below, day }: Cases): string[] {
  if (own === null) return ["1. Cases", "  No case figures on record."];
  const late = own.reportedOn === day ? "" : " (the latest on record)";
  return [
    "1. Cases",
    `  To 24:00 on ${own.reportedOn}${late}: ${own.name} ${own.confirmed} confirmed in all, ${newEn(own.newConfirmed)}; ${streakEn(own)}.`,
    `  ${own.cured} cured${own.newCured === null ? "" : ` (${own.newCured} that day)`}, ${own.dead} died${own.newDead === null ? "" : ` (${own.newDead} that day)`}.`,
    ...below.map(
      (line) =>
        `  ${line.name}: ${line.confirmed} confirmed, ${line.cured} cured, ${line.dead} died, ${newEn(line.newConfirmed)}, ${streakEn(line)}`,
    ),
  ];
}

function workZh(work: Work): string[] {
  const of = (change: Change) => number(change, "zh");
  return [
    "二、摸排走访",
    ...work.tiers.map(
      (one) =>
        `  ${TIER[one.tier][0]}需联系居民：名单${of(one.listed)}人；任务待办${one.open.value}件、办结${one.done.value}件、关闭${one.closed.value}件、超时${one.overdue.value}件；历日累计待办${one.openInAll}件。`,
    ),
    `  走访报告${of(work.visits)}条，走访${of(work.households)}户次、${of(work.persons)}人次。`,
    `  服务需求${of(work.servicesAsked)}件，办结${of(work.servicesDone)}件；线索${of(work.clues)}条；化解矛盾纠纷${of(work.disputes)}件。`,
    `  在岗网格员${work.workersOnDuty}人，登记终端${work.terminals}台。`,
    ...(work.workersInfected === null || work.workersRested === null
      ? []
      : [`  网格员感染${work.workersInfected}人，当日安排休息${of(work.workersRested)}人次。`]),
    `  登记${work.coverage.registered}户，其中空置${work.coverage.vacant}户，已走访${work.coverage.reached}户，覆盖率${percentText(work.coverage.permille)}，尚未走访${work.coverage.neverVisited}户。`,
  ];
}

function workEn(work: Work): string[] {
  const of = (change: Change) => number(change, "en");
  return [
    "2. Footwork",
    ...work.tiers.map(
      (one) =>
        `  Residents to contact, ${TIER[one.tier][1]}: listed ${of(one.listed)}; tasks open ${one.open.value}, done ${one.done.value}, closed ${one.closed.value}, overdue ${one.overdue.value}; open over all lists ${one.openInAll}.`,
    ),
    `  ${of(work.visits)} reports; ${of(work.households)} household visits, ${of(work.persons)} person visits.`,
    `  ${of(work.servicesAsked)} services asked for, ${of(work.servicesDone)} done; ${of(work.clues)} clues; ${of(work.disputes)} disputes settled.`,
    `  ${work.workersOnDuty} workers on duty, ${work.terminals} terminals registered.`,
    ...(work.workersInfected === null || work.workersRested === null
      ? []
      : [`  ${work.workersInfected} infections among workers; ${of(work.workersRested)} sent to rest that day.`]),
    `  ${work.coverage.registered} households registered, ${work.coverage.vacant} of them vacant, ${work.coverage.reached} reached, coverage ${percentText(work.coverage.permille)}, ${work.coverage.neverVisited} never reached.`,
  ];
}
