import { expect, test } from "vitest";
import { personKeyOf, phoneKeyOf } from "./keys.ts";

const KEY = `${"00".repeat(31)}01`;

test("a key is the first 16 bytes of HMAC-SHA-256 of `type|number` in normal form", () => {
  // By openssl: printf '111|11010519491231002X' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…01
  expect(personKeyOf(KEY, "111", "11010519491231002X")).toBe("1b89997e-d344-03a4-be60-674e36e97c05");
  expect(phoneKeyOf(KEY, "13812345678")).toBe("99901780-6a5a-be8d-4552-0b60e3187663");
});

test("full-width digits, hyphens, white space and a lower-case x are the same person", () => {
  const plain = personKeyOf(KEY, "111", "11010519491231002X");
  expect(personKeyOf(KEY, "111", "１１０１０５-19491231 002x")).toBe(plain);
  expect(phoneKeyOf(KEY, "+86 138-1234-5678")).toBe(phoneKeyOf(KEY, "13812345678"));
});

test("a phone and a document with the same digits are not the same key", () => {
  expect(personKeyOf(KEY, "990", "13812345678")).not.toBe(phoneKeyOf(KEY, "13812345678"));
});
