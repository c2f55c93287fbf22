import { describe, expect, it } from "vitest";
import { parseBlock, waitFor } from "./live.ts";

describe("coming back after a lost line", () => {
  it("waits between half and all of a doubling time, never more than thirty seconds", () => {
    expect(waitFor(0, () => 0)).toBe(250);
    expect(waitFor(0, () => 1)).toBe(500);
    expect(waitFor(3, () => 0)).toBe(2_000);
    expect(waitFor(40, () => 1)).toBe(30_000);
    expect(waitFor(40, () => 0)).toBe(15_000);
  });
});

describe("a block of an event stream", () => {
  it("gives id, event and data, whatever ends its lines", () => {
    expect(parseBlock('id: 7\r\nevent: inbox\r\ndata: {"version":7}')).toEqual({
      id: "7",
      event: "inbox",
      data: '{"version":7}',
    });
    expect(parseBlock("data: a\ndata: b")).toEqual({ id: "", event: "message", data: "a\nb" });
    expect(parseBlock("id:9")).toEqual({ id: "9", event: "message", data: "" });
  });

  it("is nothing when it is a heartbeat", () => {
    expect(parseBlock(": still here")).toBeNull();
    expect(parseBlock("")).toBeNull();
  });
});
