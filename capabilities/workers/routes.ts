import { openPair, pair } from "#platform/answer.ts";
import * as appoint from "./appoint.ts";
import * as board from "./board.ts";
import * as contract from "./contract.ts";
import * as duty from "./duty.ts";
import * as sessions from "./sessions.ts";
import * as terminals from "./terminals.ts";

export default [
  openPair(contract.signIn, sessions.signInWithPassword),
  openPair(contract.signOut, sessions.signOutOfSession),
  pair(contract.showMe, sessions.show),
  openPair(contract.switchPost, sessions.switchToPost),
  openPair(contract.changePassword, terminals.changePassword),
  pair(contract.listPosts, board.listPosts),
  pair(contract.dutyBoard, board.dutyBoard),
  pair(contract.appoint, appoint.appoint),
  pair(contract.importStaff, appoint.importStaff),
  pair(contract.endPost, duty.endPost),
  pair(contract.showPostHistory, board.showHistory),
  pair(contract.startAbsence, duty.startAbsence),
  pair(contract.endAbsence, duty.endAbsence),
  pair(contract.issueCodes, terminals.issueCodes),
  openPair(contract.registerTerminal, terminals.register),
  pair(contract.listTerminals, terminals.list),
  pair(contract.revokeTerminal, terminals.revoke),
  pair(contract.resetAccount, terminals.resetAccount),
];
