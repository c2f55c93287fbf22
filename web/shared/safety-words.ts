/** Words of workers' safety for the phone and for the centre. */
import type { WithdrawReason } from "#capabilities/safety/rules/alarm.ts";
import type { Item, RequestState } from "#capabilities/safety/rules/equipment.ts";
import type { CannotReason } from "#capabilities/tasks/rules/cannot.ts";
import type { Words } from "./language.ts";

const because: Readonly<Record<WithdrawReason, string>> = {
  threatened: "受到威胁",
  "unsafe-place": "现场环境不安全",
  "no-equipment": "防护物资不足",
  "feeling-ill": "身体不适",
};

const becauseEn: Readonly<Record<WithdrawReason, string>> = {
  threatened: "I was threatened",
  "unsafe-place": "The place is not safe",
  "no-equipment": "Not enough equipment",
  "feeling-ill": "I feel ill",
};

const item: Readonly<Record<Item, string>> = {
  mask: "医用口罩（只）",
  "mask-n95": "N95口罩（只）",
  gloves: "手套（双）",
  goggles: "护目镜（副）",
  "face-shield": "面屏（个）",
  gown: "防护服（件）",
  cap: "帽子（个）",
  "shoe-covers": "鞋套（双）",
  disinfectant: "消毒液（瓶）",
  thermometer: "体温计（支）",
};

const itemEn: Readonly<Record<Item, string>> = {
  mask: "Surgical masks",
  "mask-n95": "N95 masks",
  gloves: "Gloves (pairs)",
  goggles: "Goggles",
  "face-shield": "Face shields",
  gown: "Gowns",
  cap: "Caps",
  "shoe-covers": "Shoe covers (pairs)",
  disinfectant: "Disinfectant (bottles)",
  thermometer: "Thermometers",
};

const request: Readonly<Record<RequestState, string>> = {
  asked: "已申请",
  allotted: "已分配，待发放",
  refused: "未批准",
  "handed-over": "已发放，请确认收到",
  received: "已收到",
};

const requestEn: Readonly<Record<RequestState, string>> = {
  asked: "Asked",
  allotted: "Allotted, to be handed over",
  refused: "Refused",
  "handed-over": "Handed over: please confirm",
  received: "Received",
};

const cannot: Readonly<Record<CannotReason, string>> = {
  unsafe: "现场不安全",
  "not-my-duty": "不是我的职责",
  "no-equipment": "没有防护物资",
  ill: "我身体不适",
};

const cannotEn: Readonly<Record<CannotReason, string>> = {
  unsafe: "It is not safe",
  "not-my-duty": "It is not my duty",
  "no-equipment": "I have no equipment",
  ill: "I am ill",
};

const zh = { because, item, request, cannot };

export const sharedSafetyWords: Words<typeof zh> = {
  zh,
  en: { because: becauseEn, item: itemEn, request: requestEn, cannot: cannotEn },
};
