/**
 * Every kind of record that this page can read, a line each: what the server is asked for. Names, not the contracts: those
 * come with the sections that show them, and the first load stays small (tools/structure/kinds.test.ts holds the two together).
 */
export const KINDS: readonly string[] = [
  "centre-line",
  "notice",
  "door",
  "household",
  "person",
  "facts",
  "form",
  "form-answer",
  "campaign",
  "campaign-door",
  "watch-unit",
  "observation",
  "service",
  "volunteer",
  "clue",
  "dispute",
];
