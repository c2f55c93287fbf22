/** Taking a register's file: look first, then keep; what is there already is found again and not doubled. */
import { createHash } from "node:crypto";
import { readBytes } from "#capabilities/enterprises/file/bytes.ts";
import { readTable } from "#capabilities/enterprises/file/table.ts";
import { countyOf } from "#capabilities/tasks/rules/hops.ts";
import { dayOf } from "#kernel/time.ts";
import type { OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract-import.ts";
import { keepRows } from "./import-rows.ts";
import { registerProblems as problem } from "./rules/problems.ts";
import {
  columnsAreUsable,
  FAULTS,
  guessColumns,
  IMPORT_BYTES_AT_MOST,
  IMPORT_ROWS_AT_MOST,
  REGISTER_FIELDS,
  type RegisterColumns,
  readRegister,
} from "./rules/register-file.ts";
import * as store from "./store-import.ts";

const FAULTS_SHOWN = 200;

const indicesOf = (columns: RegisterColumns): (number | null)[] => REGISTER_FIELDS.map((field) => columns[field]);
const columnsOf = (indices: readonly (number | null)[]): RegisterColumns =>
  Object.fromEntries(REGISTER_FIELDS.map((field, at) => [field, indices[at] ?? null])) as RegisterColumns;

/** As asked, else as the last file with these headings here, else by the headings. */
function columnsFor(
  headings: readonly string[],
  last: readonly (number | null)[] | null,
  asked: string | undefined,
): RegisterColumns {
  if (asked !== undefined) return columnsOf(asked.split(",").map((part) => (part === "" ? null : Number(part))));
  return last === null ? guessColumns(headings) : columnsOf(last);
}

export const importRegister: OpenAnswer<typeof contract.importRegister> = async (
  ctx,
  { place, mode, columns: asked },
  body,
) => {
  const { services, actor, now } = ctx;
  const bytes = await readBytes(body, IMPORT_BYTES_AT_MOST);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const [headingRow, ...rows] = await readTable(bytes);
  if (rows.length > IMPORT_ROWS_AT_MOST) throw new Problem(problem["import-full"]);
  const headings = (headingRow?.cells ?? []).map((cell) => cell.slice(0, 60));
  const { isKnown, last } = await asActor(services.db, actor, async (sql) => ({
    isKnown: await store.isKnownFile(sql, place, sha256),
    last: await store.lastColumns(sql, place, headings),
  }));
  const columns = columnsFor(headings, last, asked);
  const isUsable = columnsAreUsable(columns);
  if (mode === "keep" && !isUsable) throw new Problem(problem["columns-wrong"]);
  const read = isUsable ? readRegister(rows, columns, { place, today: dayOf(now) }) : { rows: [], faults: [] };
  const said = { accepted: read.rows.length, rejected: read.faults.length };
  const kept =
    mode === "look" || isKnown
      ? { doorsAdded: 0, personsAdded: 0 }
      : await asActor(services.db, actor, async (sql) => {
          const id = newId();
          const done = await keepRows({ ...ctx, sql, commandId: id, madeAt: now }, read.rows);
          const file = {
            id,
            county: countyOf(place),
            place,
            sha256,
            columns: indicesOf(columns),
            headings,
            rows: rows.length,
          };
          await store.keepImport(sql, { ...file, ...said, ...done }, { now, by: actor.postId });
          const detail = { ...said, ...done };
          await audit(
            { sql, actor, now },
            { action: "register.import", objectKind: "place", objectId: place, place, detail },
          );
          return done;
        });
  const faults = read.faults.slice(0, FAULTS_SHOWN).map((one) => ({ ...one, ...FAULTS[one.fault] }));
  return { headings, columns: indicesOf(columns), rows: rows.length, ...said, ...kept, isKnown, faults };
};
