import fc from "fast-check";
import { expect, test } from "vitest";
import { checkCharacter } from "#kernel/identity.ts";
import { ageOn, readDocument, temporaryNumber } from "./documents.ts";
import type { DocumentKind } from "./kinds.ts";

const TODAY = "2020-02-10";
const read = (document: DocumentKind, number: string | null, country?: string) =>
  readDocument({ document, number, ...(country === undefined ? {} : { country }) }, TODAY);

// The vectors of reference/domain.md §2.5 to §2.7.
test.each([
  ["resident-id", "11010519491231002X", undefined, "111", "11010519491231002X", "1949-12-31"],
  ["resident-id", "11010519491231002x", undefined, "111", "11010519491231002X", "1949-12-31"],
  ["resident-id", "１１０１０５19491231 002x", undefined, "111", "11010519491231002X", "1949-12-31"],
  ["household-book", "440524188001010014", undefined, "111", "440524188001010014", "1880-01-01"],
  ["hmt-residence", "810000199001010035", undefined, "111", "810000199001010035", "1990-01-01"],
  ["hmt-residence", "820000198506150110", undefined, "111", "820000198506150110", "1985-06-15"],
  ["hmt-residence", "830000197007070228", undefined, "111", "830000197007070228", "1970-07-07"],
  ["foreign-pr", "932840198501010014", undefined, "553", "932840198501010014", "1985-01-01"],
  ["foreign-pr", "IRL310012345678", undefined, "553", "IRL310012345678", null],
  ["passport", "E12345678", "CHN", "414", "E12345678", null],
  ["passport", "EA1234567", "CHN", "414", "EA1234567", null],
  ["passport", "pa-1234567", "IRL", "414", "PA1234567", null],
  ["hk-mo-permit", "H12345678", undefined, "516", "H12345678", null],
  ["hk-mo-permit", "M1234567801", undefined, "516", "M1234567801", null],
  ["tw-permit", "12345678", undefined, "511", "12345678", null],
  ["tw-permit", "1234567890A", undefined, "511", "1234567890A", null],
] as const)("%s %s is read", (document, number, country, idType, idNumber, bornOn) => {
  const found = read(document, number, country);
  // 1880 is more than 150 years ago only from 2031 on.
  expect(found).toEqual({ idType, idNumber, bornOn, failsCheck: false });
});

test.each([
  ["resident-id", "1101051949123100", undefined],
  ["resident-id", "810000199001010035", undefined],
  ["resident-id", "932840198501010014", undefined],
  ["hmt-residence", "11010519491231002X", undefined],
  ["passport", "EO1234567", "CHN"],
  ["passport", "E12345678", undefined],
  ["passport", "AB12", "IRL"],
  ["hk-mo-permit", "K12345678", undefined],
  ["tw-permit", "1234567", undefined],
  ["none-yet", "X", undefined],
] as const)("%s %s cannot be", (document, number, country) => {
  expect(read(document, number, country)).toBeNull();
});

test("a wrong check character or date is a number that fails, not another kind of document", () => {
  expect(read("resident-id", "110105194912310021")).toMatchObject({ failsCheck: true, bornOn: null });
  expect(read("resident-id", "110105194902290020")).toMatchObject({ failsCheck: true });
});

test("a birthday of 29 February and one in the future", () => {
  expect(readDocument({ document: "resident-id", number: "320583202002290012" }, "2020-03-01")).toMatchObject({
    bornOn: "2020-02-29",
    failsCheck: false,
  });
  expect(read("resident-id", "320583202002290012")).toMatchObject({ failsCheck: true });
  expect(readDocument({ document: "none-yet", number: null, bornOn: "2020-02-11" }, TODAY)?.bornOn).toBeNull();
});

test("age counts by the calendar", () => {
  const age = (born: string, on: string) => {
    const day = (text: string) =>
      readDocument({ document: "none-yet", number: null, bornOn: text }, "2030-01-01")?.bornOn;
    const [a, b] = [day(born), day(on)];
    return a && b ? ageOn(a, b) : null;
  };
  expect(age("2002-02-11", "2020-02-10")).toBe(17);
  expect(age("2002-02-10", "2020-02-10")).toBe(18);
  expect(age("2004-02-29", "2022-02-28")).toBe(17);
});

test("any eighteen digits with a right check and date are read; one digit changed is seen", () => {
  const digits = fc.tuple(
    fc.integer({ min: 110000, max: 659999 }),
    fc.date({ min: new Date("1900-01-01"), max: new Date("2020-01-01"), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  );
  fc.assert(
    fc.property(digits, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 9 }), ([area, date, seq], at, by) => {
      const first = `${area}${date.toISOString().slice(0, 10).replaceAll("-", "")}${String(seq).padStart(3, "0")}`;
      const number = first + checkCharacter(first);
      expect(read("resident-id", number)?.failsCheck).toBe(false);
      const changed = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
      const again = read("resident-id", changed);
      expect(again === null || again.failsCheck).toBe(true);
    }),
  );
});

test("a temporary number has one form", () => {
  expect(temporaryNumber(7)).toBe("T000000000000007");
});
