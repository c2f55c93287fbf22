import { openPair, pair } from "#platform/answer.ts";
import * as attestations from "./attestations.ts";
import * as contract from "./contract.ts";
import * as recognitionContract from "./contract-recognition.ts";
import * as lists from "./lists.ts";
import * as paper from "./paper.ts";
import * as recognition from "./recognition.ts";
import * as resolve from "./resolve.ts";

export default [
  openPair(contract.showAttestation, attestations.show),
  openPair(contract.registerDevice, attestations.register),
  pair(contract.listDevices, attestations.devices),
  pair(contract.revokeDevice, attestations.revoke),
  openPair(contract.showKeySet, lists.keySet),
  openPair(contract.showCodeChanges, lists.changes),
  pair(contract.printPaperCode, paper.print),
  pair(contract.listPaperCodes, paper.list),
  pair(contract.revokePaperCode, paper.revoke),
  openPair(contract.resolveShortCode, resolve.resolve),
  pair(recognitionContract.listRecognitions, recognition.list),
  pair(recognitionContract.proposeRecognition, recognition.propose),
  pair(recognitionContract.decideRecognition, recognition.decide),
  pair(recognitionContract.issueStatement, recognition.issue),
  openPair(recognitionContract.acceptStatement, recognition.accept),
];
