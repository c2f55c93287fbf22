import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMarked, markOf } from "./mac.ts";

// RFC 4231, test cases 1, 2 and 6 (a key longer than a block).
test.each([
  ["0b".repeat(20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
  [
    Buffer.from("Jefe").toString("hex"),
    "what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  ],
  [
    "aa".repeat(131),
    "Test Using Larger Than Block-Size Key - Hash Key First",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
  ],
])("HMAC-SHA-256 by key %s…", (key, text, mac) => {
  expect(markOf(Buffer.from(key, "hex"), text)).toBe(mac);
});

test("it is Node's HMAC for any key and text, and any other mac fails", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.string(), (bytes, text) => {
      const key = Buffer.from(bytes);
      const right = createHmac("sha256", key).update(text).digest();
      expect(markOf(key, text)).toBe(right.toString("hex"));
      expect(isMarked(key, text, right)).toBe(true);
      right[0] = (right[0] ?? 0) ^ 1;
      expect(isMarked(key, text, right)).toBe(false);
    }),
  );
});
