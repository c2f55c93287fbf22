import { openPair, pair } from "#platform/answer.ts";
import * as checkIns from "./check-ins.ts";
import * as contract from "./contract.ts";
import { recordGuest } from "./contract-guests.ts";
import * as declarations from "./declarations.ts";
import * as form from "./form.ts";
import * as guests from "./guests.ts";

export default [
  openPair(contract.declare, declarations.submit),
  openPair(contract.declareFor, declarations.submitFor),
  pair(contract.listDeclarations, declarations.list),
  pair(contract.saveDraft, form.save),
  pair(contract.showForm, form.show),
  pair(contract.checkIn, checkIns.record),
  pair(contract.listCheckIns, checkIns.list),
  pair(contract.listMissing, checkIns.missing),
  pair(recordGuest, guests.record),
];
