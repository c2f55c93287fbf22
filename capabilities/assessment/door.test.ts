/** The door of design/feeds.md: what is taken, what is rejected with which line and reason, what is refused as a whole. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseNumber, normalisePhone, residentNumberFault } from "#kernel/identity.ts";
import { instantOf } from "#kernel/time.ts";
import {
  assessFeeds,
  DEFAULT_RULES,
  householdsOf,
  KeyMissing,
  loadRuleSet,
  pseudonymise,
  rankedIdentities,
} from "./assess.ts";
import { normalisedRows, normalNumber, normalPhone, padStatements } from "./door-sql.ts";
import { openDuck, quoted } from "./duck.ts";
import { mobile, residentNumber, TEST_DAY, TEST_KEY } from "./feeds.testing.ts";
import { assessFolder, keyOfText, tempFolder } from "./ranking.testing.ts";
import { FEEDS } from "./rules/feeds.ts";

const CASES = "case_id,id_type,id_number,name,phone,status,onset_on,reported_on,area";
const good = (person: number, change: Record<string, string> = {}) => {
  const row = {
    case_id: `C${person}`,
    id_type: "111",
    id_number: residentNumber(person),
    name: "张三",
    phone: mobile(person),
    status: "confirmed",
    onset_on: "",
    reported_on: "2020-02-09",
    area: "320105",
    ...change,
  };
  return Object.values(row).join(",");
};

function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const dir = tempFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(dir, name, ".."), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

const casesFile = (...rows: string[]) => `${CASES}\n${rows.join("\n")}\n`;
const rejectsOf = async (rows: readonly string[]) => {
  const { rejects } = await assessFolder(folder({ "health/cases.csv": casesFile(...rows) }));
  return (rejects["cases.csv.ndjson"] ?? "")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line || "null"));
};

describe("rows", () => {
  it("that are bad go to rejects with line, column and reason, and nothing of what they hold", async () => {
    const wrongDigit = residentNumber(2).replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    expect(
      await rejectsOf([
        good(1),
        good(2, { id_number: wrongDigit }),
        good(3, { id_number: "110105194902290029" }),
        good(4, { id_number: "123" }),
        good(5, { phone: "12345678901" }),
        good(6, { status: "ill" }),
        good(7, { reported_on: "2020-02-30" }),
        good(8, { area: "329999" }),
        good(9, { area: "" }),
        good(10, { id_type: "112" }),
        `${good(11)},extra`,
        good(12, { name: 'a"b' }),
        good(13, { case_id: "" }),
        good(14, { id_number: "" }),
      ]),
    ).toEqual([
      { line: 3, column: "id_number", reason: "checksum" },
      { line: 4, column: "id_number", reason: "birth-date" },
      { line: 5, column: "id_number", reason: "form" },
      { line: 6, column: "phone", reason: "form" },
      { line: 7, column: "status", reason: "choice" },
      { line: 8, column: "reported_on", reason: "date" },
      { line: 9, column: "area", reason: "unknown-area" },
      { line: 10, column: "area", reason: "missing" },
      { line: 11, column: "id_type", reason: "choice" },
      { line: 12, column: "*", reason: "columns" },
      { line: 13, column: "*", reason: "quoting" },
      { line: 14, column: "case_id", reason: "missing" },
      { line: 15, column: "id_number", reason: "missing" },
    ]);
  });

  it("are counted as read, taken, rejected by reason and later", async () => {
    const { summary } = await assessFolder(
      folder({
        "health/cases.csv": casesFile(
          good(1),
          good(2, { reported_on: "2020-02-15" }),
          good(3, { reported_on: "2020-02-14" }),
          good(4, { area: "1" }),
        ),
      }),
    );
    expect(summary.feeds["health/cases"]).toMatchObject({
      files: 1,
      read: 4,
      taken: 2,
      later: 1,
      rejected: 1,
      rejectedByReason: { "unknown-area": 1 },
    });
    expect(summary.inputs).toMatchObject([
      { feed: "health/cases", file: "cases.csv", state: "taken", by: "test", read: 4, taken: 2, later: 1, rejected: 1 },
    ]);
  });

  it("keep the number of the line on which they begin, behind quoted line ends and blank lines", async () => {
    expect(
      await rejectsOf([
        good(1, { name: '"two\nlines, ""quoted"""' }),
        "",
        good(2, { area: "1" }),
        good(3, { name: '"never closed' }),
        good(4, { area: "1" }),
      ]),
    ).toEqual([
      { line: 5, column: "area", reason: "unknown-area" },
      { line: 6, column: "*", reason: "quoting" },
      { line: 7, column: "area", reason: "unknown-area" },
    ]);
  });

  it("keep foreign documents and phones, formula text and rare characters", async () => {
    const { summary } = await assessFolder(
      folder({
        "health/cases.csv": casesFile(
          good(1, { id_type: "414", id_number: "E1234567 8", phone: "+44 7700 900123" }),
          good(2, { id_type: "516", id_number: "H12345678" }),
          good(3, { id_type: "990", id_number: "TEMP-7" }),
          good(4, { name: "=cmd|' /C calc'!A0" }),
          good(5, { name: "𬎆·O'CONNOR-LÓPEZ" }),
          good(6, { phone: "０１３９99990006".replace("０１", "1") }),
        ),
      }),
    );
    expect(summary.feeds["health/cases"]).toMatchObject({ read: 6, taken: 6 });
  });

  it("come from GB18030, from UTF-8 with a mark, from NDJSON and Parquet and gzip, in any column order, to the same list", async () => {
    const text = casesFile(...[1, 2, 3].map((person) => good(person)));
    const turned = text
      .split("\n")
      .map((line) => line.split(",").reverse().concat("x").join(","))
      .join("\n");
    const rows = [1, 2, 3].map((person) =>
      Object.fromEntries(CASES.split(",").map((name, index) => [name, good(person).split(",")[index]])),
    );
    const dir = folder({ "cases.csv": text });
    const duck = await openDuck({ scratch: dir, memoryMb: 500, threads: 1 });
    await duck.run(
      `copy (select * replace (cast(reported_on as date) as reported_on) from read_csv('${dir}/cases.csv', all_varchar = true)) to '${dir}/cases.parquet' (format parquet)`,
    );
    duck.close();
    // 张三 in GB18030; all else is ASCII.
    const gb = Buffer.from(text.replaceAll("张三", "\u00d5\u00c5\u00c8\u00fd"), "latin1");
    const parquet = readFileSync(join(dir, "cases.parquet"));
    const forms: Record<string, string | Buffer>[] = [
      { "cases.csv": text },
      { "cases.csv": `\ufeff${turned.replaceAll("\n", "\r\n").replace(/\r\nx\r\n$/, "")}` },
      { "cases.csv": gb },
      { "cases.csv.gz": gzipSync(gb) },
      { "cases.ndjson": rows.map((row) => JSON.stringify(row)).join("\n") },
      { "cases.ndjson.gz": gzipSync(rows.map((row) => JSON.stringify(row)).join("\n")) },
      { "cases.parquet": parquet },
      { "cases.parquet.gz": gzipSync(parquet) },
    ];
    const lists = await Promise.all(
      forms.map(async (form) => {
        const outcome = await assessFolder(
          folder(Object.fromEntries(Object.entries(form).map(([name, content]) => [`health/${name}`, content]))),
        );
        return outcome.rows
          .map((row) => `${row["person_key"]} ${row["rules"]} ${row["latest_exposure_at"]}`)
          .join("\n");
      }),
    );
    expect(lists[0]).toContain("case 2020-02-09T00:00:00+08:00");
    for (const list of lists) expect(list).toBe(lists[0]);
  });
});

describe("codes of places", () => {
  it("are known in full inside Jiangsu, to the county elsewhere, in every spelling", async () => {
    const codes = [
      "32",
      "320000",
      "320100",
      "3201",
      "320105",
      "320105000000",
      "320105001",
      "320105001000",
      "320105001001",
      "320105001001001",
      "320105001001001002",
      "420000",
      "420102",
      "420102001002",
      "810000",
      "320684",
      "３２０１００",
    ];
    const bad = ["320105999999", "320105999", "00", "4", "99", "42010", "320105001001999999999"];
    const { rejects, summary } = await assessFolder(
      folder({ "health/cases.csv": casesFile(...[...codes, ...bad].map((area, index) => good(index + 1, { area }))) }),
    );
    expect(summary.feeds["health/cases"]?.taken).toBe(codes.length);
    expect((rejects["cases.csv.ndjson"] ?? "").trim().split("\n")).toHaveLength(bad.length);
  });
});

describe("normal forms and checks in SQL", () => {
  it("are the kernel's", async () => {
    const dir = tempFolder();
    const duck = await openDuck({ scratch: dir, memoryMb: 500, threads: 1 });
    const piece = fc.constantFrom(
      "1",
      "0",
      "X",
      "x",
      "Ｘ",
      "３",
      "-",
      " ",
      "\u3000",
      "\u00a0",
      "+",
      "86",
      "138",
      "é",
      "－",
      "中",
    );
    const texts = fc.sample(
      fc.array(piece, { maxLength: 14 }).map((parts) => parts.join("")),
      { numRuns: 300, seed: 3 },
    );
    for (const text of [
      ...texts,
      "+86 138-0000-0000",
      "８６１３８０００００００００",
      "8613800000000",
      "86138000000001",
    ]) {
      const [row] = await duck.all(
        `select ${normalNumber("x")} as n, ${normalPhone("x")} as p from (select ${quoted(text)} as x)`,
      );
      expect([row?.["n"], row?.["p"]]).toEqual([normaliseNumber(text), normalisePhone(text)]);
    }
    duck.close();
  });

  it("find the same fault in a resident number as the kernel does", async () => {
    const dir = tempFolder();
    const duck = await openDuck({ scratch: dir, memoryMb: 500, threads: 1 });
    for (const statement of padStatements(TEST_KEY)) await duck.run(statement);
    const feed = FEEDS.find(({ id }) => id === "field/places");
    if (feed === undefined) throw new Error("no such feed");
    const numbers = [
      "11010519491231002X",
      "440524188001010014",
      "320583202002290012",
      "320105194902290026",
      "32010520200229001X",
      "320105202103010011",
      "110105194912310020",
      "abc",
      ...fc.sample(fc.stringMatching(/^3201051[89]\d\d(0[1-9]|1[0-9])[0-3]\d\d{3}[0-9X]$/), { numRuns: 300, seed: 5 }),
    ];
    for (const number of numbers) {
      const source = {
        relation: `(select '111' as id_type, ${quoted(number)} as id_number, '32' as place, '2020-02-01' as verified_at) x`,
        types: new Map(["id_type", "id_number", "place", "verified_at"].map((name) => [name, "VARCHAR"])),
        nameOf: (name: string) => name,
        line: "1",
        isParquet: false,
      };
      const { sql, faults } = normalisedRows(feed, source, TEST_DAY);
      const [row] = await duck.all(sql);
      const fault = row?.["fault"] === null ? null : faults[Number(row?.["fault"])]?.reason;
      expect([number, fault]).toEqual([number, residentNumberFault(number, TEST_DAY)]);
      if (fault === null) expect(row?.["person_key"]).toBe(keyOfText(`111|${number}`));
    }
    duck.close();
  });
});

describe("whole files", () => {
  const refusal = async (name: string, content: string | Buffer) => {
    const { summary, rows } = await assessFolder(folder({ "health/cases.csv": casesFile(good(1)), [name]: content }), {
      maxBadShare: 0.05,
    });
    expect(rows).toHaveLength(1);
    return summary.inputs.find((input) => input.state === "refused")?.because;
  };
  const long = Buffer.alloc(3_000_000, "x");
  it.each([
    ["an empty file", "telecom/stays.csv", "", "not a table: the file is empty"],
    ["a lacking column", "telecom/stays.csv", "phone,area\n", "lacks the column arrived_at, left_at"],
    ["zero bytes", "telecom/stays.csv", Buffer.alloc(5_000_000), "not a table: the header row is too long"],
    [
      "UTF-16",
      "telecom/stays.csv",
      Buffer.from("\ufeffphone,area\n", "utf16le"),
      "the text is UTF-16; hand it over as UTF-8 or GB18030",
    ],
    ["ten million columns", "telecom/stays.csv", "c,".repeat(10_000_000), "not a table: the header row is too long"],
    [
      "a column twice",
      "telecom/stays.csv",
      "phone,phone,area,arrived_at,left_at\n",
      "not a table: a column name is there twice",
    ],
    [
      "a cut gzip",
      "telecom/stays.csv.gz",
      gzipSync(Buffer.alloc(100_000, "phone,area,arrived_at,left_at\n")).subarray(0, 60),
      "the gzip is damaged or cut short",
    ],
    ["noise called Parquet", "telecom/stays.parquet", long, "not a table: the file cannot be read in its format"],
    ["noise called NDJSON", "telecom/stays.ndjson", long, "not a table: no line is a JSON object"],
  ])("are refused for %s, and the others are assessed", async (_, name, content, because) => {
    expect(await refusal(name, content)).toBe(because);
  });

  it("are refused over five per cent of bad rows and not at five", async () => {
    const rows = (bad: number) =>
      casesFile(...Array.from({ length: 40 }, (_, index) => good(index + 1, index < bad ? { area: "1" } : {})));
    const states = await Promise.all(
      [2, 3].map(
        async (bad) =>
          (await assessFolder(folder({ "health/cases.csv": rows(bad) }), { maxBadShare: 0.05 })).summary.inputs[0],
      ),
    );
    expect(states.map((input) => [input?.state, input?.because])).toEqual([
      ["taken", null],
      ["refused", "7.5 % of the rows are bad, more than 5 %"],
    ]);
  });

  it("with a line too long, NUL bytes or bytes that are no text lose those rows only", async () => {
    const text = Buffer.concat([
      Buffer.from(casesFile(good(1))),
      long,
      Buffer.from(`\n${good(2)}\n${good(3, { name: "\0" })}\n`),
      Buffer.from([0x43, 0xff, 0xfe, 0x0a]),
      Buffer.from(good(4)),
    ]);
    const { rejects, rows } = await assessFolder(folder({ "health/cases.csv": text }));
    expect(rows).toHaveLength(3);
    expect(
      rejects["cases.csv.ndjson"]
        ?.trim()
        .split("\n")
        .map((line) => JSON.parse(line).reason),
    ).toEqual(["line-too-long", "nul-byte", "encoding"]);
  });

  it("with names that are patterns or quotes are files like others", async () => {
    const { rows } = await assessFolder(
      folder({
        "health/cases-[*]'\";--.csv": casesFile(good(1)),
        "health/cases.csv.bak": "x",
        "health/notes.txt": "x",
      }),
    );
    expect(rows.map((row) => JSON.parse(row["evidence"] ?? "")[0].evidence[0].file)).toEqual(["cases-[*]'\";--.csv"]);
  });
});

describe("keys", () => {
  const options = {
    day: TEST_DAY,
    engine: "duckdb",
    memoryMb: 1024,
    threads: 2,
    by: "test",
    now: instantOf(Date.parse("2020-02-15T00:00:00Z")),
  } as const;
  const feeds = () =>
    folder({
      "health/cases.csv": casesFile(
        good(1),
        good(2, { area: "1" }),
        ...Array.from({ length: 40 }, (_, index) => good(index + 3, { status: "excluded" })),
      ),
      "police/residents.csv": `id_type,id_number,name,phone,area,address,household_id\n111,${residentNumber(1)},张三,${mobile(1)},320105001001,某路1号,H1\n111,${residentNumber(50)},李四,,320105001001,某路1号,H1\n111,${residentNumber(51)},王五,,320105001004,某路2号,H2\n`,
    });

  it("are needed for raw numbers, and pseudonymised files give the same list without", async () => {
    const feedsDir = feeds();
    const rules = await loadRuleSet(DEFAULT_RULES);
    const outDir = tempFolder();
    await expect(assessFeeds({ ...options, feedsDir, outDir, rules, provinceKey: null })).rejects.toThrow(KeyMissing);
    expect(readdirSync(outDir).filter((name) => name.startsWith("."))).toEqual([]);
    const raw = await assessFeeds({ ...options, feedsDir, outDir, rules, provinceKey: TEST_KEY });
    const keyed = tempFolder();
    await pseudonymise({ ...options, feedsDir, outDir: keyed, provinceKey: TEST_KEY });
    expect(readFileSync(join(keyed, "police/residents.csv"), "utf8")).toBe(
      `person_key,phone_key,area,household_id,source_line\n${keyOfText(`111|${residentNumber(1)}`)},${keyOfText(`phone|${mobile(1)}`)},320105001001,H1,2\n${keyOfText(`111|${residentNumber(50)}`)},,320105001001,H1,3\n${keyOfText(`111|${residentNumber(51)}`)},,320105001004,H2,4\n`,
    );
    const again = await assessFeeds({ ...options, feedsDir: keyed, outDir: tempFolder(), rules, provinceKey: null });
    expect(again.listed).toBe(2);
    expect(again.rankedSha256).toBe(raw.rankedSha256);
  });

  it("open to names only for those who are ranked, and households leave as keys", async () => {
    const feedsDir = feeds();
    const outDir = tempFolder();
    await assessFeeds({ ...options, feedsDir, outDir, rules: await loadRuleSet(DEFAULT_RULES), provinceKey: TEST_KEY });
    const identities = [];
    for await (const rows of rankedIdentities({ feedsDir, outDir, provinceKey: TEST_KEY, memoryMb: 1024, threads: 1 }))
      identities.push(...rows);
    expect(
      identities.map((identity) => `${identity.feed} ${identity.name} ${identity.phone} ${identity.address}`).sort(),
    ).toEqual([
      `health/cases 张三 ${mobile(1)} null`,
      "police/residents 张三 13999990001 某路1号",
      "police/residents 李四 null 某路1号",
    ]);
    const households = [];
    for await (const rows of householdsOf({
      feedsDir,
      outDir,
      provinceKey: TEST_KEY,
      memoryMb: 1024,
      threads: 1,
      day: TEST_DAY,
      by: "test",
      now: instantOf(0),
    }))
      households.push(...rows);
    expect(households.sort((a, b) => b.persons - a.persons)).toEqual([
      { householdKey: keyOfText("household|H1"), place: "320105001001", persons: 2 },
      { householdKey: keyOfText("household|H2"), place: "320105001004", persons: 1 },
    ]);
    rmSync(feedsDir, { recursive: true });
  });
});
