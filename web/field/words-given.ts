/** What the commands of capabilities are called in the outbox, by their kind. */
import type { Words } from "../shared/language.ts";

const zh = {};

export const givenWords: Words<typeof zh> = { zh, en: {} };
