/** Taking a roster: look first, then keep; what is kept of a row is a key and a sealed line. */
import { tellHolders } from "#capabilities/residents/notices.ts";
import { dayOf } from "#kernel/time.ts";
import type { OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, sealingKeyId } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { readBytes } from "./file/bytes.ts";
import { readTable } from "./file/table.ts";
import { type Acting, asPlatform, mustManage } from "./present.ts";
import { keyOfStaff } from "./register.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import {
  columnsAreUsable,
  guessColumns,
  ROSTER_BYTES_AT_MOST,
  ROSTER_FAULTS,
  ROSTER_FIELDS,
  ROSTER_ROWS_AT_MOST,
  type RosterColumns,
  readRoster,
  rosterAtMost,
  type StaffRow,
} from "./rules/roster.ts";
import type { EnterpriseRow } from "./store.ts";
import { keepColumns, lockEnterprise } from "./store.ts";
import * as store from "./store-staff.ts";

const FAULTS_SHOWN = 200;
const ROWS_A_STATEMENT = 2_000;

/** What stands sealed in a row of the roster. */
export type SealedStaff = { readonly name: string; readonly idNumber: string; readonly phone: string | null };

const indicesOf = (columns: RosterColumns): (number | null)[] => ROSTER_FIELDS.map((field) => columns[field]);
function columnsOf(indices: readonly (number | null)[]): RosterColumns {
  const at = (index: number) => indices[index] ?? null;
  return { name: at(0), idType: at(1), idNumber: at(2), phone: at(3), dormitory: at(4), arrivesOn: at(5) };
}
const asked = (text: string): RosterColumns =>
  columnsOf(text.split(",").map((part) => (part === "" ? null : Number(part))));

/** As asked, else as last time when the file is as wide, else by its headings. */
function columnsFor(headings: readonly string[], enterprise: EnterpriseRow, text: string | undefined): RosterColumns {
  if (text !== undefined) return asked(text);
  const guessed = guessColumns(headings);
  const last = enterprise.roster_columns;
  if (columnsAreUsable(guessed) || last === null) return guessed;
  return last.every((at) => at === null || at < headings.length) ? columnsOf(last) : guessed;
}

export const put: OpenAnswer<typeof contract.putRoster> = async (ctx, params, body) => {
  const { enterpriseId, mode } = params;
  const enterprise = await asActor(ctx.services.db, ctx.actor, (sql) => mustManage({ sql }, enterpriseId));
  const [headingRow, ...rows] = await tableOf(ctx, body);
  const headings = (headingRow?.cells ?? []).map((cell) => cell.slice(0, 60));
  const columns = columnsFor(headings, enterprise, params.columns);
  const isUsable = columnsAreUsable(columns);
  if (mode === "keep" && !isUsable) throw new Problem(enterpriseProblems["columns-wrong"]);
  const { staff, faults } = isUsable ? readRoster(rows, columns, dayOf(ctx.now)) : { staff: [], faults: [] };
  mustFit(staff.length, enterprise);
  const kept =
    mode === "look"
      ? { added: 0, ended: 0 }
      : await asActor(ctx.services.db, ctx.actor, async (sql) => {
          await keepColumns(sql, enterpriseId, indicesOf(columns));
          return keep({ ...ctx, sql }, enterprise, staff, params.isWhole === "yes");
        });
  return {
    headings,
    columns: indicesOf(columns),
    rows: rows.length,
    right: staff.length,
    ...kept,
    faultCount: faults.length,
    faults: faults.slice(0, FAULTS_SHOWN).map(({ line, fault }) => ({ line, fault, ...ROSTER_FAULTS[fault] })),
  };
};

/** Said at the look already: nobody first puts columns right and then hears that it was too many. */
function mustFit(people: number, { headcount }: EnterpriseRow): void {
  if (people > ROSTER_ROWS_AT_MOST) throw new Problem(enterpriseProblems["roster-full"]);
  const atMost = rosterAtMost(headcount);
  if (people > atMost) throw new Problem(enterpriseProblems["roster-beyond-staff"], { people, atMost });
}

async function tableOf(ctx: Parameters<typeof put>[0], body: unknown) {
  try {
    return await readTable(await readBytes(body, ROSTER_BYTES_AT_MOST));
  } catch (error) {
    ctx.reply.header("connection", "close");
    throw error;
  }
}

async function keep(ctx: Acting, enterprise: EnterpriseRow, staff: readonly StaffRow[], isWhole: boolean) {
  const { sql, now, services } = ctx;
  const { sealingKey } = services.keys;
  await lockEnterprise(sql, enterprise.id);
  const rows = staff.map((one): store.StaffInsert => {
    const personKey = keyOfStaff(ctx, one.idType, one.idNumber);
    const line: SealedStaff = { name: one.name, idNumber: one.idNumber, phone: one.phone };
    return {
      id: newId(),
      person_key: personKey,
      sealed: seal(sealingKey, JSON.stringify(line), `${enterprise.id}/${personKey}`).toString("hex"),
      dormitory: one.dormitory,
      arrives_on: one.arrivesOn,
    };
  });
  const fresh: string[] = [];
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    const of = { enterpriseId: enterprise.id, keyId: sealingKeyId(sealingKey), now };
    fresh.push(...(await store.upsertStaff(sql, of, rows.slice(at, at + ROWS_A_STATEMENT))));
  }
  const keys = rows.map((row) => row.person_key);
  const ended = isWhole && keys.length > 0 ? await store.endOthers(sql, enterprise.id, keys, now) : 0;
  const { people } = await store.rosterCounts(sql, enterprise.id);
  mustFit(people, enterprise);
  await audit(ctx, {
    action: "enterprise.roster.put",
    objectKind: "enterprise",
    objectId: enterprise.id,
    place: enterprise.place,
    detail: { rows: rows.length, added: fresh.length, ended },
  });
  await askThem(ctx, enterprise, fresh);
  return { added: fresh.length, ended };
}

/** Tells those who are new that they are claimed; whoever is unknown to the platform finds it when he comes. */
async function askThem(ctx: Acting, enterprise: EnterpriseRow, personKeys: readonly string[]): Promise<void> {
  await asPlatform(ctx, (acting) =>
    tellHolders(
      acting,
      personKeys.map((personKey) => ({
        personKey,
        kind: "enterprise",
        zh: `“${enterprise.name}”把您列入名册，请您决定是否让其看到健康码的颜色、日期和当天体温是否正常。`,
        en: `"${enterprise.name}" lists you as its own. Decide whether it may see colour and day of your code, and whether your temperature is normal.`,
        link: "/enterprise/#/employers",
        subject: `${enterprise.id}/${ctx.now}`,
      })),
    ),
  );
}
