import { openPair, pair } from "#platform/answer.ts";
import * as board from "./board.ts";
import * as contract from "./contract.ts";
import * as own from "./contract-mine.ts";
import * as robots from "./contract-robot.ts";
import * as mine from "./mine.ts";
import { open as openNotes } from "./notes.ts";
import { showPapers } from "./papers.ts";
import * as profiles from "./profiles.ts";
import * as robot from "./robot.ts";
import { incoming } from "./transfer.ts";

export default [
  pair(contract.showBoard, board.board),
  pair(contract.showObservation, board.show),
  pair(contract.listHomes, board.homes),
  pair(contract.listIncoming, incoming),
  pair(contract.openNotes, openNotes),
  pair(contract.showDocuments, showPapers),
  pair(contract.showProfile, profiles.show),
  pair(contract.showProfileDesk, profiles.desk),
  pair(contract.draftProfile, profiles.draft),
  pair(contract.dropProfileDraft, profiles.drop),
  pair(contract.publishProfile, profiles.publish),
  openPair(robots.pullCalls, robot.pull),
  openPair(robots.answerCall, robot.answer),
  pair(own.listMine, mine.list),
  pair(own.checkMyself, mine.checkMyself),
  pair(own.signPledge, mine.sign),
  pair(own.askForHelp, mine.help),
  pair(own.stateMyself, mine.state),
  pair(own.listMySeats, mine.listMySeats),
];
