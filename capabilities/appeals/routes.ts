import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
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
  pair(contract.listAppeals, desk.list),
  pair(contract.showAppeal, desk.show),
  openPair(contract.downloadAttachment, desk.download),
  pair(contract.triageAppeal, desk.triage),
  pair(contract.decideAppeal, desk.decide),
  pair(contract.giveOpinion, desk.opinion),
  pair(contract.showStatistics, figures.show),
];
