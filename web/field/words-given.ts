/** What the commands of capabilities are called in the outbox, by their kind. */
import type { Words } from "../shared/language.ts";

const zh = {
  "attachments/add": "照片或录音",
  "forms/submit": "表单",
  "publicity/receipt": "宣传登记",
  "safety/alarm": "求助",
  "safety/position": "求助时的位置",
  "safety/safe": "我已安全",
  "safety/withdraw": "撤离一户",
  "safety/self-check": "每日自检",
  "safety/ask-equipment": "申请防护物资",
  "safety/receive-equipment": "确认收到物资",
  "tasks/cannot-do": "办不了，退回中心",
  "facts/record": "登记情况",
  "households/add-door": "新增一户",
  "households/set-door": "改门户",
  "households/remove-door": "撤销门户",
  "households/move-in": "登记入住",
  "households/move-out": "登记搬走",
  "households/correct-person": "更正登记",
  "households/set-landlord": "登记房东",
  "households/landlord-reported": "房东已报告",
};

const en: typeof zh = {
  "attachments/add": "Photo or recording",
  "forms/submit": "Form",
  "publicity/receipt": "Notice given",
  "safety/alarm": "Alarm",
  "safety/position": "Where the phone was",
  "safety/safe": "I am safe",
  "safety/withdraw": "Withdrawn from a door",
  "safety/self-check": "Daily self-check",
  "safety/ask-equipment": "Equipment asked for",
  "safety/receive-equipment": "Equipment received",
  "tasks/cannot-do": "Cannot do: back to the centre",
  "facts/record": "What was asked",
  "households/add-door": "New door",
  "households/set-door": "Door edited",
  "households/remove-door": "Door taken out",
  "households/move-in": "Move-in",
  "households/move-out": "Move-out",
  "households/correct-person": "Correction",
  "households/set-landlord": "Landlord",
  "households/landlord-reported": "Landlord reported",
};

export const givenWords: Words<typeof zh> = { zh, en };
