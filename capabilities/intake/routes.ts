import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as feeds from "./feeds.ts";
import * as preview from "./preview-job.ts";
import * as ruleSets from "./rule-sets.ts";
import * as runs from "./runs.ts";

export default [
  openPair(contract.putFeed, feeds.put),
  pair(contract.listFeedDays, feeds.listDays),
  pair(contract.listFeeds, feeds.list),
  pair(contract.startAssessment, runs.start),
  pair(contract.listAssessments, runs.list),
  pair(contract.showAssessment, runs.show),
  pair(contract.listRejects, runs.rejects),
  pair(contract.showResult, runs.result),
  pair(contract.listRuleSets, ruleSets.list),
  pair(contract.showRuleSet, ruleSets.show),
  pair(contract.showRuleSetSchema, ruleSets.showSchema),
  pair(contract.proposeRuleSet, ruleSets.propose),
  pair(contract.signRuleSet, ruleSets.sign),
  pair(contract.startPreview, preview.start),
  pair(contract.showPreview, preview.show),
];
