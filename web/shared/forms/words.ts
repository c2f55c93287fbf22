import type { AnswerFault } from "#capabilities/forms/rules/fill.ts";
import type { Words } from "../language.ts";

const fault: Readonly<Record<AnswerFault, string>> = {
  missing: "这一题必须回答",
  "wrong-type": "格式不对，请改正",
  "not-a-choice": "请从选项中选择",
  "too-long": "太长了，请缩短",
  constraint: "不符合要求，请改正",
};

const zh = {
  fault,
  required: "必填",
  add: "再加一条",
  remove: (n: number) => `删除第 ${n} 条`,
  row: (name: string, n: number) => `${name} ${n}`,
  none: "还没有，点下面添加",
  yes: "已知晓",
  back: "上一步",
  next: "下一步",
  last: "检查",
  step: (n: number, of: number) => `第 ${n} / ${of} 步`,
  known: (value: string, by: string, at: string) => `已知：${value}，由${by}于${at}登记`,
  self: "本人申报",
  somebody: "工作人员",
  before: (value: string, at: string) => `上次（${at}）：${value}`,
  changed: "有变化",
  same: "没有变化",
};

const en: typeof zh = {
  fault: {
    missing: "Please answer this",
    "wrong-type": "Not in the right form; correct it",
    "not-a-choice": "Choose one of those offered",
    "too-long": "Too long; shorten it",
    constraint: "Does not fit; correct it",
  },
  required: "required",
  add: "Add one",
  remove: (n) => `Remove no. ${n}`,
  row: (name, n) => `${name} ${n}`,
  none: "None yet; add one below",
  yes: "Understood",
  back: "Back",
  next: "Next",
  last: "Check",
  step: (n, of) => `Step ${n} of ${of}`,
  known: (value, by, at) => `Known: ${value}, recorded by ${by} on ${at}`,
  self: "the resident",
  somebody: "a colleague",
  before: (value, at) => `Last time (${at}): ${value}`,
  changed: "It has changed",
  same: "No change",
};

export const formWords: Words<typeof zh> = { zh, en };
