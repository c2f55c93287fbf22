import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as contractMine from "./contract-mine.ts";
import * as desk from "./desk.ts";
import * as holds from "./holds.ts";
import * as mine from "./mine.ts";
import * as proposals from "./proposals.ts";

export default [
  pair(contractMine.showMine, mine.show),
  pair(contractMine.showMyHistory, mine.history),
  pair(contract.showCode, desk.show),
  pair(contract.showHistory, desk.history),
  pair(contract.listProposals, proposals.list),
  pair(contract.propose, proposals.propose),
  pair(contract.proposeWithdrawal, proposals.proposeWithdrawal),
  pair(contract.decideProposal, proposals.decide),
  pair(contract.release, proposals.release),
  pair(contract.listHolds, holds.list),
  pair(contract.decideHold, holds.say),
  pair(contract.previewAssessment, desk.preview),
  pair(contract.listAlarms, desk.alarms),
  pair(contract.seeAlarm, desk.see),
];
