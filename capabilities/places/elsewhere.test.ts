import { expect, test } from "vitest";
import { nameElsewhere } from "./elsewhere.ts";

test.each([
  ["4201", "湖北省武汉市"],
  ["31", "上海市"],
  ["310112", "上海市闵行区"],
  ["330304001", "浙江省温州市瓯海区"],
  ["99", null],
])("%s is %s", (code, name) => {
  expect(nameElsewhere(code)).toBe(name);
});
