import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { mayCall, mayText, readReply, soundsDistressed } from "./robot.ts";

const at = (time: string) => instant(`2020-02-17T${time}:00+08:00`);

test("a robot calls between nine and half past eleven, and from two to half past five; never at night", () => {
  const open = ["08:59", "09:00", "11:29", "11:30", "13:59", "14:00", "17:29", "17:30", "20:31", "03:00"];
  expect(open.filter((time) => mayCall(at(time)))).toEqual(["09:00", "11:29", "14:00", "17:29"]);
  expect(["08:29", "08:30", "20:29", "20:30"].filter((time) => mayText(at(time)))).toEqual(["08:30", "20:29"]);
});

describe("words that ask for help", () => {
  it.each([
    "我胸闷",
    "有点喘不上气",
    "救命",
    "不舒服",
    "昨晚发烧了",
    "没有发烧，就是胸闷",
    "没力气，胸闷",
    "没事儿就是有点难受",
    "我不想活了",
    "没有救命我要死了",
    "喘 不 上 气",
    "Help",
  ])("%s", (said) => expect(soundsDistressed(said)).toBe(true));

  it.each([
    "都好",
    "没有发烧",
    "没有不舒服",
    "没什么不舒服的",
    "不发烧，没有咳嗽",
    "没感觉不舒服",
    "36度5，一切正常",
    "",
  ])("not: %s", (said) => expect(soundsDistressed(said)).toBe(false));

  it("is heard wherever it stands, after a full stop", () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.constantFrom("胸闷", "喘不上气", "救命"), (before, word) => {
        expect(soundsDistressed(`${before}。${word}`)).toBe(true);
      }),
    ));
});

test("an answer by text", () => {
  const tenths = (text: string) => readReply(text).temperatureTenths;
  expect(["36.5 都好", "３６．５", "36度5", "体温365", "36", "今天37.4度", "40.1"].map(tenths)).toEqual([
    365, 365, 365, 365, 360, 374, 401,
  ]);
  expect(["都好", "13800001234", "250", "44.0", "3651"].map(tenths)).toEqual([null, null, null, null, null]);
  expect(readReply("36.5 胸闷")).toEqual({ temperatureTenths: 365, isDistressed: true });
  expect(readReply("求助")).toEqual({ temperatureTenths: null, isDistressed: true });
});
