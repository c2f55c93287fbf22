import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase45, encodeBase45 } from "./base45.ts";
import { base64url, fromBase64url, utf8Bytes, utf8Text } from "./bytes.ts";
import { sha256 } from "./sha256.ts";

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("Base45", () => {
  // RFC 9285 §4.3 and §4.4.
  test.each([
    ["AB", "BB8"],
    ["Hello!!", "%69 VD92EX0"],
    ["base-45", "UJCLQE7W581"],
    ["ietf!", "QED8WEX0"],
  ])("%s is %s", (text, encoded) => {
    expect(encodeBase45(ascii(text))).toBe(encoded);
    expect(decodeBase45(encoded)).toEqual(ascii(text));
  });

  test.each(["A", "BB8A", "GGW", ":::", "::", "5S", "bb8", "B_8", "é00", "0\n"])("%j is not Base45", (text) => {
    // RFC 9285 §6: GGW is 65,536; one byte ends at U5 (255), V5 would be 256.
    expect(text === "5S" ? decodeBase45("V5") : decodeBase45(text)).toBeNull();
  });

  test("FGW is 65,535 and U5 is 255, the greatest", () => {
    expect(decodeBase45("FGW")).toEqual(Uint8Array.of(255, 255));
    expect(decodeBase45("U5")).toEqual(Uint8Array.of(255));
  });

  test("all bytes come back", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe("bytes", () => {
  test("base64url agrees with Node's, reads base64 with padding too, and refuses all else", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
        expect(fromBase64url(Buffer.from(bytes).toString("base64"))).toEqual(bytes);
      }),
    );
    expect(fromBase64url("A")).toBeNull();
    expect(fromBase64url("A*B=")).toBeNull();
  });

  test("UTF-8 agrees with the platform's, on sound text and on any bytes", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const platform = (bytes: Uint8Array): string | null => {
      try {
        return strict.decode(bytes);
      } catch {
        return null;
      }
    };
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Bytes(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)));
      }),
    );
    const agrees = fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
      expect(utf8Text(bytes)).toBe(platform(bytes));
    });
    fc.assert(agrees, { numRuns: 5000 });
  });

  test("SHA-256 of FIPS 180-4's examples, and across the border of a block", () => {
    const digest = (text: string) => Buffer.from(sha256(ascii(text))).toString("hex");
    expect(digest("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(digest("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
    expect(digest("a".repeat(1000))).toBe("41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");
  });
});
