import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readSettings, SettingsFault } from "./settings.ts";

test("with nothing set the demo runs on this machine alone, on port 8080, with data in .data", () => {
  expect(readSettings({})).toMatchObject({
    port: 8080,
    host: "127.0.0.1",
    dataDir: resolve(".data"),
    databaseUrl: null,
    province: "32",
    provinceKey: null,
    sealingKey: null,
    watchDir: null,
    assessAt: "06:30",
    isDemo: true,
    demoPersons: 60_000,
    logLevel: "info",
  });
});

test("with a database of one's own there is no demo unless it is asked for", () => {
  const DATABASE_URL = "postgres://wangge@127.0.0.1/wangge";
  expect(readSettings({ DATABASE_URL })).toMatchObject({ isDemo: false, databaseUrl: DATABASE_URL });
  expect(readSettings({ DATABASE_URL, WANGGE_DEMO: "on" }).isDemo).toBe(true);
  expect(readSettings({ WANGGE_DEMO: "off" }).isDemo).toBe(false);
});

test("an empty variable is one that is not set", () => {
  expect(readSettings({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 8080, databaseUrl: null });
});

test.each([
  ["PORT", "80a"],
  ["PORT", "70000"],
  ["PORT", "-1"],
  ["DATABASE_URL", "mysql://127.0.0.1/x"],
  ["DATABASE_URL", "127.0.0.1:5432"],
  ["WANGGE_PROVINCE", "320"],
  ["WANGGE_PROVINCE_KEY", "short"],
  ["WANGGE_SEALING_KEY", "g".repeat(64)],
  ["WANGGE_ASSESS_AT", "24:00"],
  ["WANGGE_ASSESS_AT", "6:30"],
  ["WANGGE_DEMO", "yes"],
  ["WANGGE_DEMO_PERSONS", "0"],
  ["LOG_LEVEL", "loud"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => readSettings({ [name]: value })).toThrow(SettingsFault);
  expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`\\b${name}\\b`));
});

test("every wrong setting is named at once, and no key is repeated in the message", () => {
  const secret = "0123456789abcdef".repeat(3);
  const read = () => readSettings({ PORT: "x", WANGGE_ASSESS_AT: "x", WANGGE_SEALING_KEY: secret });
  for (const name of ["PORT", "WANGGE_ASSESS_AT", "WANGGE_SEALING_KEY"]) expect(read).toThrow(name);
  expect(read).not.toThrow(new RegExp(secret));
});

test("keys are taken in either case of letters", () => {
  expect(readSettings({ WANGGE_PROVINCE_KEY: "AB".repeat(32) }).provinceKey).toBe("ab".repeat(32));
});
