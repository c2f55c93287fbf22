import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { decide } from "./colour.ts";
import { noticeOf } from "./notice.ts";

test("a notice says what, why, with class and source, since, until, what to do, whom to call, how to appeal", () => {
  const red = decide(
    [
      {
        id: "a",
        kind: "assessment-red",
        since: instant("2020-02-01T20:00:00+08:00"),
        until: instant("2020-02-16T00:00:00+08:00"),
      },
    ],
    instant("2020-02-02T09:00:00+08:00"),
  );
  const { zh, en } = noticeOf("green", red);
  for (const part of [
    "由绿码变为红码",
    "公布名单研判为红色风险",
    "当日公布的研判名单",
    "E1",
    "自2020-02-01 20:00起计",
    "至2020-02-15 24:00",
    "隔离",
    "12345",
    "申诉",
  ])
    expect(zh).toContain(part);
  for (const part of ["from green to red", "class E1", "Until 2020-02-15 24:00", "12345", "Appeal"])
    expect(en).toContain(part);
});

test("a release says green, and that nothing was found", () => {
  const { zh } = noticeOf("red", decide([], instant("2020-02-16T08:30:00+08:00")));
  expect(zh).toContain("由红码变为绿码");
  expect(zh).toContain("没有发现异常");
});
