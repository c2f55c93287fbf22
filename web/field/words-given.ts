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
};

export const givenWords: Words<typeof zh> = { zh, en };
