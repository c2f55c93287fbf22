import { pair } from "#platform/answer.ts";
import { showStatistics } from "./contract.ts";
import { show } from "./statistics.ts";

export default [pair(showStatistics, show)];
