import { type OpenAnswer, openPair, pair } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { joinTeam, leaveTeam, listReceivers, proposeSeats, removeSupporter } from "./contract.ts";
import { teamProblems } from "./rules/problems.ts";
import * as teams from "./teams.ts";

/** Commits first, then refuses: a wrong code is counted. */
const join: OpenAnswer<typeof joinTeam> = async (ctx, _params, body) => {
  const taken = await asActor(ctx.services.db, ctx.actor, (sql) => teams.takeSeat({ ...ctx, sql }, body));
  if (typeof taken === "string") throw new Problem(teamProblems[taken]);
  return taken;
};

export default [
  pair(proposeSeats, teams.propose),
  pair(listReceivers, teams.receivers),
  openPair(joinTeam, join),
  pair(leaveTeam, teams.leave),
  pair(removeSupporter, teams.remove),
];
