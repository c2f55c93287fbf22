import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as heads from "./heads.ts";
import * as notices from "./notices.ts";
import * as own from "./own.ts";

export default [
  pair(contract.showHead, heads.open),
  pair(contract.issueNotice, notices.issue),
  pair(contract.recallNotice, notices.recall),
  pair(contract.listNotices, notices.list),
  pair(contract.showUnits, notices.showUnits),
  pair(contract.showMyUnits, own.show),
  pair(contract.answerSeat, heads.answer),
  openPair(contract.tapUnit, own.tap),
  pair(contract.readNotice, own.readOut),
];
