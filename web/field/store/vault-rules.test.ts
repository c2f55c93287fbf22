import { expect, test } from "vitest";
import {
  afterWrongTry,
  isOverdue,
  isTypedIn,
  isWeakPin,
  isWork,
  sealedOff,
  type VaultHeader,
  vaultFor,
  waitAfter,
} from "./vault-rules.ts";

const DAY = 86_400_000;
const NOW = 1_581_300_000_000;
const box = { iv: new Uint8Array(12), box: new ArrayBuffer(8) };
const header: VaultHeader = {
  id: "v1",
  postId: "p1",
  format: 1,
  createdAt: NOW,
  usedAt: NOW,
  contactAt: NOW,
  seenAt: NOW,
  pin: { ...box, salt: new Uint8Array(16), iterations: 100_000 },
  wrongTries: 0,
  waitUntil: 0,
  account: box,
  isSecretKept: true,
  token: "t",
  isPinForgotten: false,
};

test("three wrong tries are free, then each waits longer, and the tenth erases", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(waitAfter)).toEqual([
    0, 0, 0, 5_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
  ]);
  let at: VaultHeader = header;
  const erasedAt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter(() => {
    const next = afterWrongTry(at, NOW);
    at = next.header;
    return next.erase;
  });
  expect(erasedAt).toEqual([10]);
});

test("sealed off, only the account opens it; one that the server does not know keeps its PIN, an hour a try", () => {
  expect(sealedOff(header, NOW).pin).toBeNull();
  expect(sealedOff({ ...header, isSecretKept: false }, NOW)).toMatchObject({
    pin: header.pin,
    waitUntil: NOW + 3_600_000,
  });
});

test("a week without contact is counted by the latest time the clock ever showed", () => {
  expect(isOverdue(header, NOW + 7 * DAY - 1)).toBe(false);
  expect(isOverdue(header, NOW + 7 * DAY)).toBe(true);
  expect(isOverdue({ ...header, seenAt: NOW + 8 * DAY }, NOW)).toBe(true);
});

test("a PIN of one digit or a run is weak", () => {
  expect(["000000", "123456", "654321", "890123"].map(isWeakPin)).toEqual([true, true, true, true]);
  expect(["135790", "200210", "112233", "831947"].map(isWeakPin)).toEqual([false, false, false, false]);
});

test("the vault is the signed-in post's own, and without a network the one used last", () => {
  const other = { ...header, id: "v2", postId: "p2", usedAt: NOW + 1 };
  expect(vaultFor([header, other], null)?.id).toBe("v2");
  expect(vaultFor([header, other], "p1")?.id).toBe("v1");
  expect(vaultFor([header], "p2")).toBeNull();
});

test("what was typed outside of a draft is work: it outlives a full phone and an erasure, copies do not", () => {
  const keys = ["form/mark/7c1f", "typed/note/3", "copy", "place/320583", "secret", "formal", "mending"];
  expect(keys.filter(isTypedIn)).toEqual(["form/mark/7c1f", "typed/note/3"]);
  expect(isWork({ table: "kept", key: "typed/note/3" })).toBe(true);
  expect(isWork({ table: "outbox", key: "7c1f" })).toBe(true);
  expect(["kept", "copies", "sent"].filter((table) => isWork({ table, key: "copy" }))).toEqual([]);
});
