import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as desks from "./contract-desk.ts";
import * as desk from "./desk.ts";
import * as figures from "./figures.ts";
import * as file from "./file.ts";

export default [
  pair(contract.fileMine, file.fileMine),
  pair(contract.listMine, file.listMine),
  pair(contract.showMine, file.showMine),
  pair(contract.addMine, file.addMine),
  pair(contract.askReview, file.askReview),
  openPair(contract.fileForMinor, file.fileForMinor),
  pair(contract.fileForSomeone, file.fileForSomeone),
  pair(desks.listAppeals, desk.list),
  pair(desks.showAppeal, desk.show),
  openPair(desks.downloadAttachment, desk.download),
  pair(desks.triageAppeal, desk.triage),
  pair(desks.decideAppeal, desk.decide),
  pair(desks.giveOpinion, desk.opinion),
  pair(contract.showStatistics, figures.show),
];
