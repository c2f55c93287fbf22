import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as visits from "./visits.ts";

export default [
  openPair(contract.recordVisits, visits.record),
  pair(contract.visitsOfTask, visits.listOfTask),
  pair(contract.visitsOfPerson, visits.listOfPerson),
  pair(contract.visitsOfPlace, visits.listOfPlace),
  pair(contract.openNote, visits.openNote),
];
