/** How the holder's log is told: who (category), and what was done. */
import type { Looker } from "./kinds.ts";

type Words = { readonly zh: string; readonly en: string };

export const LOOKER_WORDS: Readonly<Record<Looker, Words>> = {
  checkpoint: { zh: "卡口", en: "Checkpoint" },
  centre: { zh: "指挥中心", en: "Command centre" },
  health: { zh: "卫健部门", en: "Health department" },
  employer: { zh: "用人单位", en: "Employer" },
  worker: { zh: "网格员或民警", en: "Grid worker or officer" },
  appeal: { zh: "申诉受理部门", en: "Appeals office" },
};

export const ACTION_WORDS: Readonly<Record<string, Words>> = {
  scan: { zh: "扫码核验", en: "scanned the code" },
  temperature: { zh: "登记了体温", en: "recorded your temperature" },
  "proxy.apply": { zh: "代您申请健康码", en: "applied for your code on your behalf" },
  "person.read": { zh: "查看了防疫情况页", en: "read the page about you" },
  "identity.open": { zh: "查看了姓名或联系方式", en: "opened name or contact details" },
  "identity.masked": { zh: "查看了脱敏姓名", en: "saw the masked name" },
  "roster.check": { zh: "核对员工名册", en: "checked a staff roster" },
  "look-back": { zh: "核对病例到访时段的在场人员", en: "looked who was at a place when a case was there" },
  "person-list.print": { zh: "印在经两人批准的名单上", en: "printed on a list that two people approved" },
  "evidence.read": { zh: "查看了赋码依据", en: "read the evidence behind the colour" },
  other: { zh: "查询", en: "looked up" },
};
