import fc from "fast-check";
import { expect, test } from "vitest";
import { codeFrom, isWeakPassword, printedCode, typedCode } from "./secrets.ts";

test("a code has twelve letters that nobody confuses, from random bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
      const code = codeFrom(bytes);
      if (code !== null) expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{12}$/);
    }),
  );
  expect(codeFrom(Uint8Array.from({ length: 12 }, (_, at) => at))).toBe("23456789ABCD");
  expect(codeFrom(new Uint8Array(11))).toBeNull();
});

test("bytes that would favour the first letters are passed over", () => {
  expect(codeFrom([240, 255, 250, ...new Array(11).fill(1), 239])).toBe("33333333333Z");
});

test("every letter is as likely as any other", () => {
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const letter = codeFrom([byte, ...new Array(12).fill(0)])?.[0] ?? "";
    if (byte < 240) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(new Set(counts.values())).toEqual(new Set([8]));
  expect(counts.size).toBe(30);
});

test.each([
  ["23456789ABCD", "23456789ABCD"],
  ["2345-6789-ABCD", "23456789ABCD"],
  [" 2345 6789 abcd ", "23456789ABCD"],
  ["２３４５－６７８９－ＡＢＣＤ", "23456789ABCD"],
  ["2345-6789-ABC", null],
  ["2345-6789-ABC0", null],
  ["2345-6789-ABCI", null],
  ["", null],
])("typed %j is %s", (text, code) => {
  expect(typedCode(text)).toBe(code);
});

test("what is printed is read back", () => {
  expect(printedCode("23456789ABCD")).toBe("2345-6789-ABCD");
  expect(typedCode(printedCode("23456789ABCD"))).toBe("23456789ABCD");
});

test.each([
  ["1234567", true],
  ["12345678", true],
  ["87654321", true],
  ["aaaaaaaa", true],
  ["abababab", true],
  ["abcdefgh", true],
  ["qwertyui", true],
  ["password1", true],
  ["Passw0rd!", true],
  ["wang-320583-x", true],
  ["correct horse", false],
  ["铁脚板走千家万户", false],
  ["K7!mq2z", true],
  ["K7!mq2z9", false],
])("the password %j of wang-320583 is weak: %s", (password, isWeak) => {
  expect(isWeakPassword(password, "wang-320583")).toBe(isWeak);
});
