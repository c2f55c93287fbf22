/** What is called the same on a worker's phone and at the centre: how a door of a campaign stands, what comes next. */
import type { DoorState } from "#capabilities/campaigns/rules/doors.ts";
import type { Step } from "#capabilities/campaigns/rules/retry.ts";
import type { Words } from "./language.ts";

const state: Readonly<Record<DoorState, string>> = {
  NOT_VISITED: "未走访",
  OPENED: "已入户",
  NO_ANSWER: "没人",
  REFUSED: "拒绝",
  VACANT_CONFIRMED: "空置",
  MOVED: "已搬走",
  NOT_FOUND: "找不到门",
  DONE_BY_PHONE: "电话完成",
};
const step: Readonly<Record<Step, string>> = {
  first: "还没去过",
  try: "再敲一次",
  revisit: "约好再来",
  phone: "敲过三次，请打电话",
  "ask-neighbour": "请问问邻居",
  centre: "交给中心处理",
};

const zh = { state, step };

const en: typeof zh = {
  state: {
    NOT_VISITED: "Not visited",
    OPENED: "Visited",
    NO_ANSWER: "Nobody home",
    REFUSED: "Refused",
    VACANT_CONFIRMED: "Vacant",
    MOVED: "Moved away",
    NOT_FOUND: "Door not found",
    DONE_BY_PHONE: "Done by phone",
  },
  step: {
    first: "Nobody was there yet",
    try: "Knock again",
    revisit: "Come as agreed",
    phone: "Knocked three times: please call",
    "ask-neighbour": "Please ask a neighbour",
    centre: "The centre decides",
  },
};

export const doorWords: Words<typeof zh> = { zh, en };
