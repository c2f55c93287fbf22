import { openPair, type Pair, pair } from "#platform/answer.ts";
import * as alarms from "./alarms.ts";
import * as centre from "./centre.ts";
import * as contract from "./contract.ts";
import * as equipment from "./equipment.ts";
import * as handOver from "./hand-over.ts";
import * as health from "./health.ts";

export default [
  pair(contract.listMyAlarms, alarms.listMine),
  pair(contract.listAlarms, alarms.list),
  pair(contract.acceptAlarm, alarms.accept),
  pair(contract.openPosition, alarms.open),
  pair(contract.confirmWorkerSafe, alarms.workerSafe),
  pair(contract.reportAlarm, alarms.report),
  pair(contract.showMine, health.showMine),
  pair(contract.giveKey, health.giveKey),
  pair(contract.takeKeyBack, health.takeKeyBack),
  pair(contract.listRests, health.listRests),
  pair(contract.decideRest, health.decide),
  pair(contract.listMyEquipment, equipment.listMine),
  pair(contract.listEquipment, equipment.list),
  pair(contract.changeStock, equipment.changeStock),
  pair(contract.answerRequest, equipment.answer),
  openPair(contract.showSafety, centre.show),
  openPair(contract.findCentreLine, centre.findLine),
  pair(contract.setCentreLine, centre.setLine),
  pair(contract.listCentreLines, centre.listLines),
  pair(contract.callerSecret, centre.mySecret),
  openPair(contract.checkCaller, centre.checkCaller),
  openPair(contract.showHandOver, handOver.show),
] satisfies readonly Pair[];
