/**
 * A village's register of 20,000 rows as .xlsx into an empty register: looked at first, then kept.
 *
 *   node bench/register-import.ts [--rows 20000] [--per-door 3]
 *
 * In process, against a PostgreSQL of its own with fsync. A third of the rows bears an identity number (checked, keyed by
 * HMAC), all bear a name (sealed). What takes longer than 20 s in a quiet run belongs in the background.
 */
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { importRegister } from "#capabilities/households/import.ts";
import { writeWorkbook } from "#capabilities/reports/file/write-workbook.ts";
import { newId } from "#platform/ids.ts";
import { figure } from "./figure.ts";
import { benchDatabase } from "./setup.ts";
import { seedProvince } from "./tasks-province.ts";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "20000" }, "per-door": { type: "string", default: "3" } },
});
const ROWS = Number(values.rows);
const PER_DOOR = Number(values["per-door"]);
const COUNTY = "320583";

/** GB 11643: a number of the reserved kind with its check character. */
function numberOf(n: number): string {
  const body = `320583${1940 + (n % 70)}0307${String(n % 1000).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return body + "10X98765432".charAt(sum % 11);
}

const database = await benchDatabase();
try {
  const { owner, services } = database;
  await seedProvince(owner);
  const [post] = await owner<{ id: string; account_id: string; area: string }[]>`
    select p.id, p.account_id, g.area from post p, post g
     where p.role = 'operator' and p.area = ${COUNTY} and g.role = 'grid-worker' and g.area like ${`${COUNTY}%`}
     order by g.area limit 1`;
  if (post === undefined) throw new Error("the province has no grid");
  const line = (n: number) => {
    const door = Math.floor(n / PER_DOOR);
    const id = n % 3 === 0 ? numberOf(n) : "";
    return [post.area, String(1 + Math.floor(door / 100)), String(1001 + (door % 100)), `居民${n}`, id, "自住", "", ""];
  };
  const head = ["网格编码", "楼栋", "房号", "姓名", "身份证号", "居住方式", "入住日期", "人口类别"];
  const rows = [head, ...Array.from({ length: ROWS }, (_, n) => line(n))];
  const file = await writeWorkbook([{ name: "登记", rows }]);
  figure("register-import", "file", file.length / 1024, "kB");
  const actor = { role: "operator", area: COUNTY, postId: post.id, accountId: post.account_id } as const;
  const run = async (mode: "look" | "keep") => {
    const ctx = { actor, now: services.clock(), services, requestId: newId(), reply: { header: () => undefined } };
    const from = performance.now();
    const done = await importRegister(
      ctx as never,
      { place: post.area.slice(0, 12), mode } as never,
      Readable.from([file]) as never,
    );
    figure("register-import", mode, (performance.now() - from) / 1000, "s", mode === "keep" ? "20" : undefined);
    const { accepted, rejected, doorsAdded, personsAdded } = done as unknown as Record<string, number>;
    for (const [name, value] of Object.entries({ accepted, rejected, doorsAdded, personsAdded }))
      figure("register-import", `${mode}-${name}`, value ?? 0, "rows");
  };
  await run("look");
  await run("keep");
} finally {
  await database.stop();
}
