import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as events from "./events.ts";
import * as figures from "./figures.ts";

export default [
  pair(contract.figures, figures.showFigures),
  pair(contract.series, figures.showSeries),
  pair(contract.definitions, figures.listDefinitions),
  openPair(contract.figureEvents, events.followFigures),
];
