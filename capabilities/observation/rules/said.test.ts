import { expect, test } from "vitest";
import { hoursEn, hoursZh } from "./said.ts";

test("hours as people say them", () => {
  expect(hoursZh([7, 10])).toBe("上午7点到10点");
  expect(hoursZh([16, 19])).toBe("下午4点到7点");
  expect(hoursZh([10, 13])).toBe("上午10点到下午1点");
  expect(hoursZh([12, 14])).toBe("中午12点到下午2点");
  expect(hoursZh([18, 21])).toBe("下午6点到晚上9点");
  expect(hoursEn([16, 19])).toBe("from 16 to 19");
});
