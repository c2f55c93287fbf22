import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as grids from "./grids.ts";
import { names } from "./names.ts";
import * as places from "./places.ts";

export default [
  pair(contract.show, places.show),
  pair(contract.listChildren, places.listChildren),
  pair(contract.search, places.search),
  openPair(contract.listNames, names),
  pair(contract.history, places.history),
  pair(contract.createGrid, grids.create),
  pair(contract.splitGrid, grids.split),
  pair(contract.mergeGrids, grids.merge),
  pair(contract.retireGrid, grids.retire),
  pair(contract.renameGrid, grids.rename),
];
