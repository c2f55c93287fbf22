import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { isWindowRight } from "./look-back.ts";

const NOW = instant("2020-02-20T12:00:00+08:00");
test.each([
  ["2020-02-19T10:00:00+08:00", "2020-02-19T12:00:00+08:00", true],
  ["2020-02-19T12:00:00+08:00", "2020-02-20T12:00:00+08:00", true],
  ["2020-02-06T12:00:00+08:00", "2020-02-06T13:00:00+08:00", true],
  ["2020-02-06T11:59:59+08:00", "2020-02-06T13:00:00+08:00", false],
  ["2020-02-19T11:59:59+08:00", "2020-02-20T12:00:00+08:00", false],
  ["2020-02-20T11:00:00+08:00", "2020-02-20T12:00:01+08:00", false],
  ["2020-02-19T10:00:00+08:00", "2020-02-19T10:00:00+08:00", false],
  ["2020-02-19T12:00:00+08:00", "2020-02-19T10:00:00+08:00", false],
])("from %s until %s: %s", (from, until, isRight) => {
  expect(isWindowRight(instant(from), instant(until), NOW)).toBe(isRight);
});
