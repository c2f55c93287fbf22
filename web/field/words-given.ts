/** What the commands of capabilities are called in the outbox, by their kind. */
import type { Words } from "../shared/language.ts";

const zh = {
  "attachments/add": "照片或录音",
  "forms/submit": "表单",
};

const en: typeof zh = {
  "attachments/add": "Photo or recording",
  "forms/submit": "Form",
};

export const givenWords: Words<typeof zh> = { zh, en };
