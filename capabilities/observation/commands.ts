import { asSystem } from "#capabilities/residents/as-system.ts";
import { seatPost } from "#capabilities/teams/contract.ts";
import * as teams from "#capabilities/teams/teams.ts";
import { type CommandPair, commandPair } from "#platform/commands.ts";
import { advance } from "./clock.ts";
import * as contract from "./contract.ts";
import { reach } from "./contract-robot.ts";
import { extend } from "./extend.ts";
import { decideHousehold, fileWithHousehold } from "./household.ts";
import { orderNeed } from "./order.ts";
import { addLine, take } from "./record.ts";
import { setReach } from "./robot.ts";
import * as steps from "./steps.ts";
import { handleAbnormal, receive } from "./transfer.ts";

export const observationCommands: readonly CommandPair[] = [
  commandPair(contract.file, fileWithHousehold),
  commandPair(contract.decideHousehold, decideHousehold),
  commandPair(contract.notify, steps.notify),
  commandPair(contract.check, steps.check),
  commandPair(contract.climb, steps.climb),
  commandPair(contract.reportAbnormal, steps.reportAbnormal),
  commandPair(contract.handleAbnormal, handleAbnormal),
  commandPair(contract.receive, receive),
  commandPair(contract.extend, extend),
  commandPair(contract.signRelease, steps.signRelease),
  commandPair(contract.endObservation, steps.endObservation),
  commandPair(contract.care, steps.care),
  commandPair(reach, setReach),
  commandPair(contract.orderNeed, orderNeed),
  commandPair(seatPost, async (ctx, body) => {
    // The observation first, as everywhere: whoever holds it holds its team.
    const { row } = await take(ctx, body.subjectId);
    const done = await teams.seatPost(ctx, body);
    await addLine(ctx, row, { kind: "team-changed", facts: { seat: body.seat } });
    await asSystem(ctx, async (inside) => advance(inside, await take(inside, row.id)));
    return done;
  }),
];
