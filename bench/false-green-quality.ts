/**
 * Precision and recall of the rules of declared against observed, against people whose truth is known.
 *
 *   node bench/false-green-quality.ts [--residents 200000] [--seed 1]
 *
 * Precision: of findings of a rule, how many are about a declaration that is wrong in just that. Recall: of declarations
 * that are wrong in it, how many the rule found. Of cases: how many are about somebody whose declaration is wrong at all.
 */
import { parseArgs } from "node:util";
import { compare } from "#capabilities/false-greens/rules/compare.ts";
import { RULE_IDS, RULES, type RuleId } from "#capabilities/false-greens/rules/rules.ts";
import { opensCase, strengthOf } from "#capabilities/false-greens/rules/score.ts";
import { instant } from "#kernel/time.ts";
import { residents } from "#simulator/declarations.ts";
import { figure } from "./figure.ts";

const { values } = parseArgs({
  options: { residents: { type: "string", default: "200000" }, seed: { type: "string", default: "1" } },
});
type Tally = { right: number; found: number; wrong: number };
const byRule = new Map<RuleId, Tally>(RULE_IDS.map((rule) => [rule, { right: 0, found: 0, wrong: 0 }]));
const cases = { right: 0, found: 0, wrong: 0 };
const liars = { right: 0, wrong: 0 };

for (const one of residents(Number(values.seed), Number(values.residents), instant("2020-02-22T09:00:00+08:00"))) {
  const findings = one.observed.flatMap((observation) => {
    const found = compare(one.declared, observation);
    return found === null ? [] : [{ ...found, strength: strengthOf(RULES[found.rule].weight, found.quality) }];
  });
  const found = new Set(findings.map(({ rule }) => rule));
  for (const [rule, tally] of byRule) {
    if (found.has(rule)) tally.found++;
    if (one.wrong.has(rule)) tally.wrong++;
    if (found.has(rule) && one.wrong.has(rule)) tally.right++;
  }
  const isCase = opensCase(findings);
  if (isCase) cases.found++;
  if (one.wrong.size > 0) cases.wrong++;
  if (isCase && one.wrong.size > 0) cases.right++;
  if (one.truth === "liar") liars.wrong++;
  if (one.truth === "liar" && isCase) liars.right++;
}

for (const [rule, { right, found, wrong }] of byRule) {
  if (found === 0 && wrong === 0) continue;
  figure("false-green-quality", `${rule} findings`, found, "findings");
  if (found > 0) figure("false-green-quality", `${rule} precision`, right / found, "share");
  if (wrong > 0) figure("false-green-quality", `${rule} recall`, right / wrong, "share");
}
figure("false-green-quality", "cases", cases.found, "cases");
figure("false-green-quality", "precision of cases", cases.right / cases.found, "share");
figure("false-green-quality", "recall of cases, all wrong declarations", cases.right / cases.wrong, "share");
figure("false-green-quality", "recall of cases, liars", liars.right / liars.wrong, "share");
