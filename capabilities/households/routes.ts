import { openPair, pair } from "#platform/answer.ts";
import * as browse from "./browse.ts";
import * as contract from "./contract-import.ts";
import { importRegister } from "./import.ts";

export default [
  openPair(contract.importRegister, importRegister),
  pair(contract.browseRegister, browse.browse),
  pair(contract.showDoor, browse.showDoor),
];
