/**
 * Declared against observed, for given persons: findings are recorded, a conflict opens a case, tells the holder and
 * asks the grid to verify. Set-based; no colour is touched here: only evidence that stands by itself does that.
 */
import { settleUnchecked } from "#capabilities/codes/evidence.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { issueTasks } from "#capabilities/tasks/issue.ts";
import { isoInstant, later } from "#kernel/time.ts";
import { auditMany } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import type { CheckContext } from "./context.ts";
import { closeRefiled } from "./refile.ts";
import { compare, type Found } from "./rules/compare.ts";
import type { Observation } from "./rules/facts.ts";
import { RULES, type RuleId } from "./rules/rules.ts";
import { opensCase, scoreOf, strengthOf } from "./rules/score.ts";
import { CASE_CLOCKS } from "./rules/states.ts";
import * as store from "./store-cases.ts";
import * as observed from "./store-observed.ts";
import * as rules from "./store-rules.ts";
import { versionsOf } from "./store-versions.ts";

/** What a check of persons came to. */
export type Checked = { readonly findings: number; readonly opened: number; readonly refiled: number };

/** Persons of one transaction at most: the arrays stay small, and so do the locks. */
export const CHECK_BATCH = 2_000;

/** Compares, opens cases, takes corrections as such, and ends `unchecked-declaration` for these persons. */
export async function checkDeclarations(ctx: CheckContext, personKeys: readonly string[]): Promise<Checked> {
  const keys = [...new Set(personKeys)].sort();
  const sum = { findings: 0, opened: 0, refiled: 0 };
  for (let at = 0; at < keys.length; at += CHECK_BATCH) {
    const some = keys.slice(at, at + CHECK_BATCH);
    const done = await checkSome(ctx, some);
    await settleUnchecked(ctx, some);
    sum.findings += done.findings;
    sum.opened += done.opened;
    sum.refiled += done.refiled;
  }
  return sum;
}

/** All that was observed about these persons, by person. */
export async function observe(
  ctx: Pick<CheckContext, "sql" | "now">,
  keys: readonly string[],
): Promise<Map<string, Observation[]>> {
  const { sql, now } = ctx;
  const rows = [
    ...(await observed.evidenceOf(sql, keys, now)),
    ...(await observed.listedOf(sql, keys)),
    ...(await observed.doorsOf(sql, keys)),
    ...(await versionsOf(sql, keys)),
    ...(await observed.phonesOf(sql, keys, now)),
    ...(await observed.scansOf(sql, keys, now)),
    ...(await observed.identitiesOf(sql, keys)),
    ...(await observed.proxiesOf(sql, keys, now)),
  ];
  const byPerson = new Map<string, Observation[]>();
  for (const { person_key, observation } of rows) {
    const of = byPerson.get(person_key);
    if (of) of.push(observation);
    else byPerson.set(person_key, [observation]);
  }
  return byPerson;
}

async function checkSome(ctx: CheckContext, keys: readonly string[]): Promise<Checked> {
  const declared = await observed.declaredBy(ctx.sql, keys);
  if (declared.length === 0) return { findings: 0, opened: 0, refiled: 0 };
  const byPerson = await observe(ctx, keys);
  const weight = await rules.weights(ctx.sql);
  const modes = await rules.modes(ctx.sql);
  const isShadow = (rule: RuleId) => (modes.get(rule)?.mode ?? "active") !== "active";
  const rounds = await store.mistakesOf(ctx.sql, keys);
  const findings = declared.flatMap((row): store.NewFinding[] =>
    (byPerson.get(row.person_key) ?? []).flatMap((observation) => {
      const found = compare(row, observation);
      if (found === null) return [];
      const round = rounds.get(row.person_key) ?? 0;
      return [
        findingOf(row, found, {
          observation,
          round,
          strength: strengthOf(weight(found.rule), found.quality),
          isShadow: isShadow(found.rule),
        }),
      ];
    }),
  );
  await store.insertFindings(ctx.sql, findings, ctx.now);
  const refiled = await closeRefiled(ctx, declared, new Set(findings.map((one) => one.personKey)));
  const opened = await openCases(ctx, declared);
  return { findings: findings.length, opened, refiled };
}

type At = {
  readonly observation: Observation;
  readonly round: number;
  readonly strength: number;
  readonly isShadow: boolean;
};

/** A phone or an account is one fact however often it is looked at; the others are told apart by their time. */
const isStanding = (observation: Observation): boolean => ["phone", "proxies"].includes(observation.kind);

function findingOf(row: observed.DeclaredRow, found: Found, at: At): store.NewFinding {
  const when = isStanding(at.observation) ? "standing" : isoInstant(at.observation.at);
  return {
    id: newId(),
    personKey: row.person_key,
    place: row.place,
    rule: found.rule,
    fingerprint: `${found.source}/${when}/${at.round}`,
    source: found.source,
    strength: at.strength,
    isShadow: at.isShadow,
    detail: {
      declared: { source: "declaration", at: isoInstant(row.declaredAt), says: found.declared },
      observed: { source: found.source, at: isoInstant(at.observation.at), says: found.observed },
      lowered: found.lowered,
    },
  };
}

/** Opens a case for whoever's standing findings suffice and who has none; an open one grows. */
async function openCases(ctx: CheckContext, declared: readonly observed.DeclaredRow[]): Promise<number> {
  const { sql, now } = ctx;
  const keys = declared.map((row) => row.person_key);
  const findings = Map.groupBy(await store.standingFindings(sql, keys), (one) => one.person_key);
  if (findings.size === 0) return 0;
  const open = new Map(
    (await store.lockOpenCases(sql, [...findings.keys()].sort())).map((one) => [one.person_key, one]),
  );
  const wanted: store.NewCase[] = [];
  const grown: { id: string; rules: readonly RuleId[]; score: number }[] = [];
  const attach: { findingId: string; caseId: string }[] = [];
  for (const row of declared) {
    const of = findings.get(row.person_key) ?? [];
    const fresh = of.filter((one) => one.case_id === null);
    if (fresh.length === 0) continue;
    const [ruleIds, score] = [[...new Set(of.map((one) => one.rule))].sort(), scoreOf(of)];
    const before = open.get(row.person_key);
    if (before === undefined && !opensCase(of)) continue;
    const id = before?.id ?? newId();
    if (before) grown.push({ id, rules: ruleIds, score });
    else
      wanted.push({
        id,
        personKey: row.person_key,
        place: row.place,
        rules: ruleIds,
        score,
        version: row.version,
        dueAt: later(now, CASE_CLOCKS.triage),
      });
    attach.push(...fresh.map((one) => ({ findingId: one.id, caseId: id })));
  }
  const opened = await store.insertCases(sql, wanted, now);
  await store.growCases(sql, grown);
  const isThere = new Set([...opened, ...grown.map((one) => one.id)]);
  await store.attachFindings(
    sql,
    attach.filter((one) => isThere.has(one.caseId)),
  );
  await announce(
    ctx,
    wanted.filter((one) => opened.has(one.id)),
  );
  return opened.size;
}

/** The holder is told in plain words, the grid gets its task, the log its entry. */
async function announce(ctx: CheckContext, cases: readonly store.NewCase[]): Promise<void> {
  if (cases.length === 0) return;
  const { sql, now, actor } = ctx;
  await store.insertSteps(
    sql,
    cases.map((one) => ({ id: newId(), caseId: one.id, step: "opened", words: one.rules.join(" ") })),
    { post: null, role: actor.role },
    now,
  );
  await tellHolders(
    ctx,
    cases.map((one) => ({
      personKey: one.personKey,
      kind: "case",
      ...noticeOf(one.rules),
      link: `/cases/${one.id}`,
      subject: one.id,
    })),
  );
  const tasks = await issueTasks(
    ctx,
    cases.map((one) => ({
      personKey: one.personKey,
      place: one.place,
      kind: "verification",
      tier: one.rules.some((rule) => RULES[rule].isSerious) ? "red" : "yellow",
      reason: {
        zh: `申报核实：${one.rules.map((rule) => RULES[rule].name.zh).join("；")}。请上门核实，不要认定本人故意隐瞒。`,
        en: `Verify a declaration: ${one.rules.map((rule) => RULES[rule].name.en).join("; ")}. Verify at the door; do not presume intent.`,
      },
      dueAt: later(now, CASE_CLOCKS.verify),
      sourceKind: "false-green",
      sourceId: one.id,
    })),
  );
  await store.setTasks(
    sql,
    cases.flatMap((one, at) => {
      const taskId = tasks[at]?.taskId;
      return taskId === undefined ? [] : [{ caseId: one.id, taskId }];
    }),
  );
  await auditMany(
    ctx,
    cases.map((one) => ({
      action: "false-green.open",
      objectKind: "false-green-case",
      objectId: one.id,
      place: one.place,
      detail: { rules: one.rules, score: Math.round(one.score * 100) / 100 },
    })),
  );
}

/** What does not agree, why that may be harmless, and how to put it right. */
export function noticeOf(ruleIds: readonly RuleId[]): { readonly zh: string; readonly en: string } {
  const [zh, en] = (["zh", "en"] as const).map((language) => ({
    names: ruleIds.map((rule) => RULES[rule].name[language]),
    benign: [...new Set(ruleIds.flatMap((rule) => RULES[rule].benign.map((one) => one[language])))].slice(0, 4),
  }));
  return {
    zh: `您的申报有一处需要核实：${zh?.names.join("；")}。这可能有正常的原因，例如${zh?.benign.join("、")}。您的健康码颜色不因核实而改变。如果填错，请在24小时内改正申报，按填写有误处理，不留记录；如果登记有误，可以申诉。`,
    en: `Something in your declaration is being verified: ${en?.names.join("; ")}. There may be a harmless reason: ${en?.benign.join(", ").toLowerCase()}. Your code's colour does not change by this. If you made a slip, correct the declaration within 24 hours and it counts as a mistake, with no mark; if the record is wrong, appeal.`,
  };
}
