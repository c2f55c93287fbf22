import type { Words } from "../../shared/language.ts";

const zh = {
  also: "今天还有",
  count: {
    observation: (n: number) => `${n} 户`,
    campaigns: (n: number) => `${n} 户待走`,
    services: (n: number) => `${n} 件`,
    disputes: (n: number) => `${n} 件`,
    clues: (n: number) => `${n} 条`,
  },
};

const en: typeof zh = {
  also: "Also today",
  count: {
    observation: (n) => `${n} home${n === 1 ? "" : "s"}`,
    campaigns: (n) => `${n} door${n === 1 ? "" : "s"} to go`,
    services: (n) => `${n}`,
    disputes: (n) => `${n}`,
    clues: (n) => `${n}`,
  },
};

export const alsoWords: Words<typeof zh> = { zh, en };
