/**
 * Names of places for whoever picks one step by step: residents, enterprises. Of the own province from the register,
 * down to the grid; of others from the shipped list, down to the county. What is public anyway: names and codes, no
 * counts.
 */
import { CODE_LENGTH, levelOf, parentOf, selfAndAncestors } from "#kernel/places.ts";
import type { OpenAnswer, OpenContext } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import type * as contract from "./contract.ts";
import { elsewhereBelow, nameElsewhere } from "./elsewhere.ts";
import { childrenOf, namesOf } from "./store.ts";

/** A city has at most some 15 counties, a county some 40 townships, a township some 200 villages. */
const AT_MOST = 400;
/** Names change by imports of a whole province or a new grid: an hour late is early enough. */
const FOR_SECONDS = 3600;

type Name = { readonly code: string; readonly name: string; readonly hasMore: boolean };

export const names: OpenAnswer<typeof contract.listNames> = async (ctx, { at = "" }) => {
  ctx.reply.header("cache-control", `public, max-age=${FOR_SECONDS}`);
  ctx.reply.type("application/json; charset=utf-8");
  const home = ctx.services.settings.province;
  const isOwn = at.startsWith(home);
  const answer = { home, ...(isOwn ? await ofRegister(ctx, at) : ofOthers(at)) };
  // Sent here, with its own cache-control: an answer that is returned only is never kept.
  await ctx.reply.send(JSON.stringify(answer));
  return answer;
};

async function ofRegister({ services, actor }: OpenContext, at: string) {
  return asActor(services.db, actor, async (sql) => {
    const chain = await namesOf(sql, selfAndAncestors(at));
    const children = await childrenOf(sql, at, { after: "", limit: AT_MOST, hasRetired: false });
    return {
      chain: chain.map(({ code, name }) => ({ code, name })),
      // Micro-grids are the workers' affair: a resident's address ends at the grid.
      items: children
        .filter(({ code }) => code.length <= CODE_LENGTH.grid)
        .map(({ code, name, child_count }) => ({
          code,
          name,
          hasMore: code.length < CODE_LENGTH.grid && child_count > 0,
        })),
    };
  });
}

function ofOthers(at: string): { chain: { code: string; name: string }[]; items: Name[] } {
  const chain = at === "" ? [] : selfAndAncestors(at).reverse();
  return {
    chain: chain.map((code) => ({ code, name: ownName(code) })),
    items: elsewhereBelow(at).map((one) => ({ ...one, hasMore: levelOf(one.code) !== "county" })),
  };
}

/** The name without those of the places above it: 武汉市, not 湖北省武汉市. */
function ownName(code: string): string {
  const whole = nameElsewhere(code) ?? code;
  const above = parentOf(code);
  const before = above === null ? null : nameElsewhere(above);
  return before !== null && whole.startsWith(before) && whole !== before ? whole.slice(before.length) : whole;
}
