import fc from "fast-check";
import { expect, test } from "vitest";
import { checkCharacter, isMobile, normaliseNumber, normalisePhone, residentNumberFault } from "./identity.ts";

const TODAY = "2020-03-08";

// Examples of GB 11643-1999 itself, 29 February 2020, and made-up ones (reference/domain.md §2.5).
test.each(["11010519491231002X", "440524188001010014", "320583202002290012", "320105194912310029"])(
  "%s has the right check character",
  (number) => {
    expect(checkCharacter(number.slice(0, 17))).toBe(number[17]);
  },
);

test.each(["11010519491231002X", "320583202002290012", "320105194912310029"])("%s is right in form", (number) => {
  expect(residentNumberFault(number, TODAY)).toBeNull();
});

// Residence permits of Hong Kong, Macao, Taiwan and a foreigner's permanent residence card of 2023 (§2.6).
test.each(["810000199001010035", "820000198506150110", "830000197007070228", "932840198501010014"])(
  "%s carries the same checksum",
  (number) => {
    expect(checkCharacter(number.slice(0, 17))).toBe(number[17]);
  },
);

test.each([
  ["too short", "1101051949123100", "form"],
  ["a letter inside", "11010519491231A02X", "form"],
  ["X not at the end", "1101051949123100X2", "form"],
  ["a lower-case x before it is normalised", "11010519491231002x", "form"],
  ["a wrong check character", "110105194912310021", "checksum"],
  ["one digit wrong", "11010519491231003X", "checksum"],
  ["two neighbours swapped", "11010519491213002X", "checksum"],
])("a number with %s is refused", (_what, number, fault) => {
  expect(residentNumberFault(number, TODAY)).toBe(fault);
});

const withCheck = (first17: string): string => first17 + checkCharacter(first17);

test.each([
  ["the 29th of February of a common year", "11010519490229002"],
  ["the 31st of April", "11010519800431001"],
  ["month 13", "11010519801301001"],
  ["the day after today", "11010520200309001"],
  ["151 years ago", "11010518690101001"],
])("a birth date on %s is refused", (_what, first17) => {
  expect(residentNumberFault(withCheck(first17), TODAY)).toBe("birth-date");
});

test("someone born today, and someone of 140 years, have numbers", () => {
  expect(residentNumberFault(withCheck("11010520200308001"), TODAY)).toBeNull();
  expect(residentNumberFault("440524188001010014", TODAY)).toBeNull();
});

test("an address code that was abolished is no fault", () => {
  expect(residentNumberFault(withCheck("99999919800101001"), TODAY)).toBeNull();
});

test.each([
  ["１１０１０５19491231００２ｘ", "11010519491231002X"],
  [" 110105 1949-1231-002x ", "11010519491231002X"],
  ["11010519491231002X\u3000", "11010519491231002X"],
  ["e1234 5678", "E12345678"],
])("%j is written %s", (text, number) => {
  expect(normaliseNumber(text)).toBe(number);
});

test.each([
  ["+86 138 0013 8000", "13800138000"],
  ["86-13800138000", "13800138000"],
  ["13800138000", "13800138000"],
  ["+85291234567", "+85291234567"],
  ["8613800", "8613800"],
])("the phone %j is written %s", (text, phone) => {
  expect(normalisePhone(text)).toBe(phone);
});

test.each([
  ["13800138000", true],
  ["19912345678", true],
  ["12345678901", false],
  ["1380013800", false],
  ["+8613800138000", false],
  ["02512345678", false],
])("%s is a mainland mobile: %s", (phone, is) => {
  expect(isMobile(phone)).toBe(is);
});

test("any single wrong digit breaks the checksum", () => {
  const first17 = fc.stringMatching(/^\d{17}$/);
  fc.assert(
    fc.property(first17, fc.nat(16), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
      const wrong = `${digits.slice(0, at)}${(Number(digits[at]) + by) % 10}${digits.slice(at + 1)}`;
      expect(checkCharacter(wrong)).not.toBe(checkCharacter(digits));
    }),
  );
});

test("normal form is its own normal form", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(normaliseNumber(normaliseNumber(text))).toBe(normaliseNumber(text));
    }),
  );
});
