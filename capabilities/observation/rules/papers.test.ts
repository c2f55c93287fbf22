import { expect, test } from "vitest";
import { instant, type PlainDay } from "#kernel/time.ts";
import { householdObserves, obstaclesOf } from "./conditions.ts";
import { noticeOf, releaseOf } from "./documents.ts";
import { extensionOf, transferOf } from "./orders.ts";
import { DEFAULT_PROFILE } from "./profile.ts";

const ORDER = {
  number: "居观〔2020〕320583第12号",
  issuer: "玉山镇社区卫生服务中心",
  legalBasis: "《中华人民共和国传染病防治法》第三十九条、第四十一条",
} as const;
const facts = {
  type: "home",
  order: ORDER,
  basis: "list-red",
  dZero: "2020-02-01" as PlainDay,
  days: 14,
  dueAt: instant("2020-02-16T00:00:00+08:00"),
  isMinor: false,
  profile: DEFAULT_PROFILE,
} as const;

test("the notice says from when until when, the rights, and that doors are never sealed", () => {
  const { zh } = noticeOf(facts);
  const text = zh.lines.join("");
  expect(text).toContain("2020年2月1日");
  expect(text).toContain("2020年2月15日24时");
  expect(text).toContain("申诉");
  expect(text).toContain("门不会被封");
  expect(noticeOf({ ...facts, isMinor: true }).zh.lines.at(-1)).toContain("监护人");
});

test("the notice says the hours and limits of the city's own profile", () => {
  const profile = {
    ...DEFAULT_PROFILE,
    windows: { morning: [6, 9], evening: [18, 21] },
    abnormalMinutes: 30,
    followUpDays: 5,
  } as const;
  const notice = noticeOf({ ...facts, profile });
  expect(notice.zh.lines[3]).toContain("每天上午6点到9点、下午6点到晚上9点各测一次体温");
  expect(notice.zh.lines.join("")).toContain("医生30分钟内回应");
  expect(notice.en.lines.join("")).toContain("from 6 to 9 and from 18 to 21");
  const release = releaseOf({ ...facts, profile, releasedAt: instant("2020-02-16T08:30:00+08:00"), isEarly: false });
  expect(release.zh.lines.join("")).toContain("5天后我们会再来电话");
  expect(noticeOf(facts).zh.lines[3]).toContain("每天上午7点到10点、下午4点到7点");
});

test("the release notice names the last day and the day of release", () => {
  const { zh } = releaseOf({ ...facts, releasedAt: instant("2020-02-16T08:30:00+08:00"), isEarly: false });
  expect(zh.lines[1]).toBe("居家观察14天已满（至2020年2月15日24时），经医生签字，自2020年2月16日起解除。");
});

test("every order has a number, an issuer and its ground; made without a network it says that the number comes", () => {
  const released = { ...facts, releasedAt: instant("2020-02-16T08:30:00+08:00"), isEarly: false };
  const to = { organisation: "昆山市第三人民医院", vehicle: "120-07", on: "2020-02-05" as PlainDay };
  const papers = [
    noticeOf(facts),
    releaseOf(released),
    extensionOf({ ...facts, reason: "exposed-again", until: instant("2020-02-23T00:00:00+08:00") }),
    transferOf({ ...facts, to, as: "hospital" }),
    transferOf({ ...facts, to, as: "central" }),
  ];
  for (const { zh, en } of papers) {
    expect(zh.lines[0]).toBe(
      "文号：居观〔2020〕320583第12号　签发：玉山镇社区卫生服务中心　依据：《中华人民共和国传染病防治法》第三十九条、第四十一条",
    );
    expect(en.lines[0]).toContain("居观〔2020〕320583第12号");
  }
  expect(noticeOf({ ...facts, order: null }).zh.lines[0]).toBe("文号：联网后生成");
});

test("an extension names the new last day and why; a transfer names whither, the vehicle and what is signed there", () => {
  const until = instant("2020-02-23T00:00:00+08:00");
  const longer = extensionOf({ ...facts, reason: "exposed-again", until });
  expect(longer.zh.title).toBe("延长居家医学观察决定书");
  expect(longer.zh.lines.join("")).toContain("期间又有新的接触");
  expect(longer.zh.lines.join("")).toContain("原定2020年2月15日24时结束，现延长到2020年2月22日24时");
  expect(longer.zh.lines.join("")).toContain("申诉");
  const to = { organisation: "玉山集中观察点", vehicle: "昆观-02", on: "2020-02-05" as PlainDay };
  const moved = transferOf({ ...facts, to, as: "central" });
  expect(moved.zh.title).toBe("转集中医学观察决定书（交接单）");
  expect(moved.zh.lines.join("")).toContain("玉山集中观察点");
  expect(moved.zh.lines.join("")).toContain("昆观-02");
  expect(moved.zh.lines.join("")).toContain("不重新起算，仍到2020年2月15日24时");
  expect(transferOf({ ...facts, to, as: "hospital" }).zh.title).toBe("转送医院通知书（交接单）");
  const central = releaseOf({
    ...facts,
    type: "central",
    releasedAt: instant("2020-02-16T08:30:00+08:00"),
    isEarly: false,
  });
  expect(central.zh.title).toBe("解除集中医学观察通知书");
});

test("home only with a room and a bathroom, able to care for oneself, and nobody frail in the home", () => {
  const good = { hasOwnRoom: true, hasOwnBathroom: true, caresForSelf: true, livesWithFrail: false };
  expect(obstaclesOf(good)).toEqual([]);
  expect(obstaclesOf({ ...good, hasOwnBathroom: false, livesWithFrail: true })).toEqual([
    "no-own-bathroom",
    "lives-with-frail",
  ]);
  expect(householdObserves(good, DEFAULT_PROFILE)).toBe("nobody");
  expect(householdObserves({ ...good, hasOwnRoom: false }, DEFAULT_PROFILE)).toBe("sharing-a-room");
  // Changsha's variant (domain.md §6.5): the whole household.
  expect(householdObserves({ ...good, hasOwnRoom: false }, { household: "everybody" })).toBe("everybody");
});
