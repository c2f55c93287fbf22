/** A declaration corrected within 24 hours is an honest error: the case ends as MISTAKE and leaves no mark (scenario 3). */
import { tellHolders } from "#capabilities/residents/notices.ts";
import { later } from "#kernel/time.ts";
import { auditMany } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import type { CheckContext } from "./context.ts";
import { RULES } from "./rules/rules.ts";
import { REFILE_WITHIN } from "./rules/states.ts";
import * as store from "./store-cases.ts";
import type { DeclaredRow } from "./store-observed.ts";

/**
 * Open cases whose person has declared anew since. Nothing conflicts any more and no rule that speaks of a hidden
 * exposure was in it: the platform closes it as a mistake. With one of F1 to F3 the correction is noted, and a person
 * decides: otherwise whoever is found out would only have to agree.
 */
export async function closeRefiled(
  ctx: CheckContext,
  declared: readonly DeclaredRow[],
  conflicting: ReadonlySet<string>,
): Promise<number> {
  const { sql, now, actor } = ctx;
  const byPerson = new Map(declared.map((row) => [row.person_key, row]));
  const open = (await store.lockOpenCases(sql, [...byPerson.keys()])).filter((one) => {
    const row = byPerson.get(one.person_key);
    return (
      row !== undefined &&
      row.version > one.declared_version &&
      one.refiled_at === null &&
      row.declaredAt <= later(one.opened_at, REFILE_WITHIN)
    );
  });
  const corrected = open.filter((one) => !conflicting.has(one.person_key));
  if (corrected.length === 0) return 0;
  const mistaken = corrected.filter((one) => !one.rules.some((rule) => RULES[rule].isSerious));
  await store.markRefiled(
    sql,
    corrected.map((one) => one.id),
    now,
  );
  await store.insertSteps(
    sql,
    corrected.map((one) => ({ id: newId(), caseId: one.id, step: "refiled", words: null })),
    { post: null, role: actor.role },
    now,
  );
  for (const one of mistaken)
    await store.moveCase(sql, one.id, { state: "DECIDED", dueAt: null, outcome: "MISTAKE" }, now);
  await store.insertSteps(
    sql,
    mistaken.map((one) => ({ id: newId(), caseId: one.id, step: "decided", words: "24小时内自行改正" })),
    { post: null, role: actor.role },
    now,
  );
  await tellHolders(
    ctx,
    mistaken.map((one) => ({
      personKey: one.person_key,
      kind: "case",
      zh: "您已改正申报，核实结束：按填写有误处理，不留记录。",
      en: "You corrected your declaration and the verification is over: a mistake, with no mark.",
      link: `/cases/${one.id}`,
      subject: `${one.id}/decided`,
    })),
  );
  await auditMany(
    ctx,
    mistaken.map((one) => ({
      action: "false-green.decide",
      objectKind: "false-green-case",
      objectId: one.id,
      place: one.place,
      detail: { outcome: "MISTAKE", because: "refiled" },
    })),
  );
  return mistaken.length;
}
