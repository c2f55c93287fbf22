import { expect, test } from "vitest";
import { hasMetadata, pictureType, soundType } from "./media.ts";

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** JPEG: SOI, APP0 JFIF of 16 bytes, then what follows. */
const JPEG = "ffd8ffe000104a46494600010100000100010000";
const SCAN = "ffda000c03010002110311003f00";

test("a picture is what its first bytes say", () => {
  expect(pictureType(hex(JPEG))).toBe("image/jpeg");
  expect(pictureType(hex("89504e470d0a1a0a0000000d49484452"))).toBe("image/png");
  expect(pictureType(hex("524946462400000057454250"))).toBe("image/webp");
  expect(pictureType(hex("524946462400000057415645"))).toBeNull();
  expect(pictureType(hex("3c68746d6c3e"))).toBeNull();
  expect(pictureType(hex(""))).toBeNull();
});

test("a recording is what its first bytes say", () => {
  expect(soundType(hex("1a45dfa39f4286"))).toBe("audio/webm");
  expect(soundType(hex("0000001c667479706d703432"))).toBe("audio/mp4");
  expect(soundType(hex("4f67675300"))).toBe("audio/ogg");
  expect(soundType(hex(JPEG))).toBeNull();
});

test("a picture that carries Exif, XMP or an editor's notes is told from one that was drawn anew", () => {
  expect(hasMetadata(hex(JPEG + SCAN), "image/jpeg")).toBe(false);
  // A colour profile (APP2) says nothing of where or when.
  expect(hasMetadata(hex(`${JPEG}ffe200040000${SCAN}`), "image/jpeg")).toBe(false);
  expect(hasMetadata(hex(`ffd8ffe1000845786966${"0000"}${SCAN}`), "image/jpeg")).toBe(true);
  expect(hasMetadata(hex(`${JPEG}ffed00040000${SCAN}`), "image/jpeg")).toBe(true);
  // The same bytes within the picture itself are picture.
  expect(hasMetadata(hex(`${JPEG}${SCAN}ffe100040000`), "image/jpeg")).toBe(false);
  expect(hasMetadata(hex("524946462400000057454250455849460000"), "image/webp")).toBe(true);
  expect(hasMetadata(hex("5249464624000000574542505650384c0000"), "image/webp")).toBe(false);
  expect(hasMetadata(hex("89504e470d0a1a0a0000000d49484452"), "image/png")).toBe(false);
});
