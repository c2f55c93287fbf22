import type { Way } from "#capabilities/publicity/rules/publicity.ts";
import type { Words } from "../../shared/language.ts";

const way: Readonly<Record<Way, string>> = {
  shown: "已出示",
  "read-aloud": "已朗读",
  "paper-left": "已留纸质",
  talk: "已宣讲",
};
const wayEn: Readonly<Record<Way, string>> = {
  shown: "Shown",
  "read-aloud": "Read aloud",
  "paper-left": "Paper left",
  talk: "Talk held",
};

const zh = {
  title: "宣传与业务卡片",
  search: "搜索",
  kinds: { notice: "宣传告知", card: "业务卡片" },
  kindLabel: "内容",
  none: "没有找到",
  legalBasis: "依据",
  valid: (until: string) => `有效至 ${until}`,
  version: (n: string) => `第 ${n} 版`,
  read: "朗读",
  stop: "停止",
  noVoice: "这部手机不能朗读，请您念给对方听。",
  give: "登记",
  listeners: "听众人数",
  way,
  given: (text: string) => `${text}，已登记`,
  print: "打印",
};

const en: typeof zh = {
  title: "Notices and cards",
  search: "Search",
  kinds: { notice: "Notices", card: "Cards" },
  kindLabel: "What",
  none: "Nothing found",
  legalBasis: "Basis",
  valid: (until) => `Valid until ${until}`,
  version: (n) => `Version ${n}`,
  read: "Read aloud",
  stop: "Stop",
  noVoice: "This phone cannot read aloud: please read it yourself.",
  give: "Record",
  listeners: "How many listened",
  way: wayEn,
  given: (text) => `${text}: recorded`,
  print: "Print",
};

export const publicityWords: Words<typeof zh> = { zh, en };
