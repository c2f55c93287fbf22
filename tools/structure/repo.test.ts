import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";

const files = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
        .map((entry) => `${entry.parentPath}/${entry.name}`)
    : [];
const sources = ["kernel", "platform", "capabilities", "web", "cli", "simulator", "bench", "testing", "tools"].flatMap(
  files,
);
const capabilities = readdirSync("capabilities", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Tables of shapes, of words and a test's third implementation read from top to bottom: length hides nothing there. */
const MAY_BE_LONG = /\.(test|story|testing)\.ts$|\/((?:contract|words)[\w-]*)\.ts$/;

test("no file is longer than 300 lines, but for tests, contracts and words", () => {
  const long = sources
    .filter((file) => !MAY_BE_LONG.test(file))
    .map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length }))
    .filter(({ lines }) => lines > 301)
    .map(({ file, lines }) => `${file}: ${lines}`);
  expect(long).toEqual([]);
});

test.each(capabilities)("%s has a README of at most 60 lines that quotes the article", (name) => {
  const text = readFileSync(`capabilities/${name}/README.md`, "utf8");
  expect(text.split("\n").length).toBeLessThanOrEqual(60);
  expect(text).toMatch(/[一-鿿]{6,}/);
});

test("nothing that runs reads ../shared, and no file names a registry's host", () => {
  const self = "tools/structure/repo.test.ts";
  const texts = sources.filter((file) => file !== self).map((file) => ({ file, text: readFileSync(file, "utf8") }));
  expect(
    texts
      .filter(({ text }) => /shared\/(data|design|reference|style)|\/work\/shared/.test(text))
      .map(({ file }) => file),
  ).toEqual([]);
  expect(texts.filter(({ text }) => /registry\.npmjs|deb\.debian\.org/.test(text)).map(({ file }) => file)).toEqual([]);
});

test("no secret lies in the repository", () => {
  const secrets =
    /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[\w-]{20,}/;
  const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8", maxBuffer: 2 ** 24 }).split("\0");
  const texts = tracked.filter(
    (file) => /\.(ts|tsx|mjs|cjs|json|md|sql|yml|pem|txt|csv)$/.test(file) && existsSync(file),
  );
  expect(texts.length).toBeGreaterThan(300);
  expect(texts.filter((file) => secrets.test(readFileSync(file, "utf8")))).toEqual([]);
  expect(tracked.filter((file) => /(^|\/)(\.env|id_rsa|.*\.hex|.*\.key)$/.test(file))).toEqual([]);
});

test("every path that docs/tour.md names exists", () => {
  const text = readFileSync("docs/tour.md", "utf8");
  const paths = [...text.matchAll(/`([a-z]+\/[\w./-]+\.(?:ts|tsx|sql|md))`/g)].map((match) => match[1] ?? "");
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => !existsSync(path) || !statSync(path).isFile())).toEqual([]);
});

test("the pages never use the words that the domain forbids (domain.md §5.4)", () => {
  const forbidden = ["疫区人员", "毒", "可疑人员", "黑名单", "抓"];
  const pages = sources.filter((file) => /words\.ts$|contract\.ts$|^web\//.test(file));
  const hits = pages.flatMap((file) =>
    forbidden.filter((word) => readFileSync(file, "utf8").includes(word)).map((word) => `${file}: ${word}`),
  );
  // 消毒 (disinfection) is no label for a person.
  expect(hits.filter((hit) => !/消毒/.test(readFileSync(hit.split(":")[0] ?? "", "utf8")))).toEqual([]);
});
