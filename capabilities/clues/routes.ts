import { pair } from "#platform/answer.ts";
import * as assessing from "./assess.ts";
import * as assigning from "./assign.ts";
import * as contract from "./contract.ts";
import * as desk from "./desk.ts";

export default [
  pair(contract.listClues, desk.list),
  pair(contract.showClue, desk.show),
  pair(contract.clueDay, desk.day),
  pair(contract.gatherAtDesk, desk.take),
  pair(contract.assessClue, assessing.assess),
  pair(contract.warnOfClue, assessing.warn),
  pair(contract.receiveWarning, assessing.receive),
  pair(contract.rejectClue, assessing.reject),
  pair(contract.assignClue, assigning.assign),
  pair(contract.acceptAtDesk, assigning.accept),
  pair(contract.reportAtDesk, assigning.report),
  pair(contract.verifyClue, assigning.verify),
];
