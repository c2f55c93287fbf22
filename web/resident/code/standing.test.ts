import { describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { asksNow, type HeldCode, heldFrom, type ShownCode, worthOf } from "./standing.ts";

const GREEN: ShownCode = {
  state: "confirmed",
  now: "2020-02-10T01:00:00.000Z",
  form: "phone",
  device: "00000000-0000-0000-0000-000000000001",
  attestation: "AAAA",
  codeId: 0,
  shortCode: "ABCDEFG",
  colour: "green",
  rule: "nothing-found",
  isShortStay: false,
  since: null,
  until: null,
  decidedAt: "2020-02-10T01:00:00.000Z",
  issuedAt: "2020-02-10T01:00:00.000Z",
  expiresAt: "2020-02-11T01:00:00.000Z",
  refreshAt: "2020-02-10T15:24:00.000Z",
};
const held = (change: Partial<ShownCode> = {}): HeldCode => {
  const kept = heldFrom({ ...GREEN, ...change }, null);
  if (kept === null) throw new Error("nothing held");
  return kept;
};
const at = (iso: string) => instant(iso);
const NEVER = { failures: 0, lastAt: null, retryAfter: null };

describe("what a kept code is worth", () => {
  it("is current until it should be renewed, then of a time, and nothing from the millisecond of its expiry", () => {
    expect(worthOf(held(), at("2020-02-10T15:23:59.999Z"))).toBe("current");
    expect(worthOf(held(), at("2020-02-10T15:24:00.000Z"))).toBe("as-of");
    expect(worthOf(held(), at("2020-02-11T00:59:59.999Z"))).toBe("as-of");
    expect(worthOf(held(), at("2020-02-11T01:00:00.000Z"))).toBe("expired");
    expect(worthOf(null, at("2020-02-10T15:24:00.000Z"))).toBe("none");
  });

  it("keeps the attestation when the server says that it is the same, and takes the new times", () => {
    const next = heldFrom({ ...GREEN, attestation: null, refreshAt: "2020-02-10T20:00:00.000Z" }, held());
    expect(next?.shown.attestation).toBe("AAAA");
    expect(next?.shown.refreshAt).toBe("2020-02-10T20:00:00.000Z");
  });

  it("lets the last signed colour stand, of its time, when the server cannot confirm it", () => {
    const unconfirmed = { ...GREEN, state: "unconfirmed" as const, attestation: null, colour: null, codeId: null };
    const kept = heldFrom(unconfirmed, held());
    expect(kept?.shown.colour).toBe("green");
    expect(worthOf(kept, at("2020-02-10T02:00:00.000Z"))).toBe("as-of");
    expect(heldFrom(unconfirmed, null)).toBeNull();
  });

  it("does not ask while it is current, and asks once it is not", () => {
    expect(asksNow(held(), NEVER, at("2020-02-10T02:00:00.000Z"))).toBe(false);
    expect(asksNow(held(), NEVER, at("2020-02-10T23:00:00.000Z"))).toBe(true);
    expect(asksNow(null, NEVER, at("2020-02-10T02:00:00.000Z"))).toBe(true);
  });

  it("asks every five seconds while a declaration is being checked, but not a server that gave no answer", () => {
    const checked = held({ colour: "pending", rule: "unchecked-declaration", until: "2020-02-10T01:10:00.000Z" });
    const lastAt = at("2020-02-10T01:00:10.000Z");
    expect(asksNow(checked, { failures: 0, lastAt, retryAfter: null }, at("2020-02-10T01:00:14.999Z"))).toBe(false);
    expect(asksNow(checked, { failures: 0, lastAt, retryAfter: null }, at("2020-02-10T01:00:15.000Z"))).toBe(true);
    expect(asksNow(checked, { failures: 1, lastAt, retryAfter: null }, at("2020-02-10T01:00:15.000Z"))).toBe(false);
  });
});
