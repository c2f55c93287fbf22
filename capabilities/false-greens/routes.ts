import { openPair, pair } from "#platform/answer.ts";
import * as cases from "./cases.ts";
import * as contract from "./contract.ts";
import * as standing from "./standing.ts";

export default [
  pair(contract.listCases, cases.list),
  pair(contract.showCase, cases.show),
  pair(contract.triageCase, cases.triage),
  pair(contract.verifyCase, cases.verify),
  pair(contract.decideCase, cases.decide),
  pair(contract.exportPackage, cases.exportPackage),
  pair(contract.listMine, cases.listMine),
  openPair(contract.showRules, standing.showRules),
  pair(contract.restoreRule, standing.restore),
  pair(contract.showReport, standing.report),
];
