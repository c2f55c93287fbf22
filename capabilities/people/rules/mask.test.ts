import fc from "fast-check";
import { expect, test } from "vitest";
import { masked, maskName, maskNumber, maskPhone } from "./mask.ts";

test.each([
  ["张伟", "张**"],
  ["欧阳修文", "欧**"],
  ["O'CONNOR-LÓPEZ, Seán", "O**"],
  ["𠮷田", "𠮷**"],
])("the name %s is shown as %s", (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

test.each([
  ["13812341234", "138****1234"],
  ["+393331234567", "+39****4567"],
  ["110", "****10"],
  ["0512123456", "****56"],
])("the phone %s is shown as %s", (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});

test.each([
  ["11010519491231002X", "11**************2X"],
  ["E12345678", "E1*****78"],
  ["A12", "****12"],
  ["E123456", "****56"],
])("the number %s is shown as %s", (number, shown) => {
  expect(maskNumber(number)).toBe(shown);
});

test("the masked form never holds the address, nor more than seven characters of a number or phone", () => {
  const digits = fc.stringMatching(/^\d{5,18}$/);
  fc.assert(
    fc.property(digits, digits, (idNumber, phone) => {
      const shown = masked({ name: "王小明", idType: "111", idNumber, phone, address: "某村1号" });
      expect(shown.address).toBeNull();
      expect(shown.idNumber?.replaceAll("*", "").length).toBeLessThanOrEqual(4);
      expect(shown.phone?.replaceAll("*", "").length).toBeLessThanOrEqual(7);
      expect(shown.name).not.toContain("小明");
    }),
  );
});
