import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as instructions from "./instructions.ts";

export default [
  pair(contract.issueInstruction, instructions.issue),
  pair(contract.supersedeInstruction, instructions.supersede),
  pair(contract.recallInstruction, instructions.recall),
  pair(contract.listInstructions, instructions.list),
  pair(contract.listStanding, instructions.listMine),
  pair(contract.sendInstructionReceipts, instructions.sendReceipts),
  pair(contract.showReach, instructions.showReach),
];
