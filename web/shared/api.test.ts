import { describe, expect, it } from "vitest";
import { addressOf } from "./api.ts";

describe("the address of a route", () => {
  it("has the path's parameters in their place, escaped, and the others as a query", () => {
    const route = { path: "/areas/{area}/tasks" };
    expect(addressOf(route, { area: "320583", tier: "red", after: "a/b c" })).toBe(
      "/api/v1/areas/320583/tasks?tier=red&after=a%2Fb+c",
    );
    expect(addressOf({ path: "/feeds/{day}/{file}" }, { day: "2020-02-10", file: "a/b.csv" })).toBe(
      "/api/v1/feeds/2020-02-10/a%2Fb.csv",
    );
  });

  it("leaves out what is not said", () => {
    expect(addressOf({ path: "/places" }, { q: "玉山", within: undefined, level: "", limit: 8 })).toBe(
      "/api/v1/places?q=%E7%8E%89%E5%B1%B1&limit=8",
    );
    expect(addressOf({ path: "/session" }, {})).toBe("/api/v1/session");
  });
});
