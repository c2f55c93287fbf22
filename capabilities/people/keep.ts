/** Sealing the names of those who are ranked, and of nobody else, as the assessment reads them from the feeds. */
import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Services } from "#platform/answer.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import { phoneKeyOf } from "./keys.ts";
import type { IdentityFacts } from "./rules/mask.ts";
import { type Heard, mergeIdentity } from "./rules/merge-identities.ts";
import { createHeard, heardAfter, indexHeard, insertPhones, keepHouseholds, keepSealed } from "./store-keep.ts";

const BATCH = 2000;

/**
 * Seals the identities that come in batches, one row a person, in one transaction: all of them or none. What is
 * unchanged since yesterday is not written again. Returns how many rows were written. Between the feeds and the final
 * row the facts lie in a temporary table, sealed too.
 */
export async function keepIdentities(services: Services, batches: AsyncIterable<readonly Heard[]>): Promise<number> {
  return asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const into = await createHeard(sql);
    await pipeline(Readable.from(linesOf(services, batches)), into);
    return mergeAndKeep(services, sql);
  });
}

async function* linesOf({ keys }: Services, batches: AsyncIterable<readonly Heard[]>): AsyncGenerator<string> {
  for await (const batch of batches) {
    let lines = "";
    for (const one of batch) {
      const sealed = seal(keys.sealingKey, JSON.stringify(one), one.personKey);
      lines += `${one.personKey}\t\\\\x${sealed.toString("hex")}\n`;
    }
    if (lines !== "") yield lines;
  }
}

async function mergeAndKeep(services: Services, sql: Sql): Promise<number> {
  await indexHeard(sql);
  let written = 0;
  for (let after: string | null = null; ; ) {
    const rows = await heardAfter(sql, after, BATCH);
    const last = rows.at(-1);
    if (last === undefined) return written;
    after = last.person_key;
    const people = Map.groupBy(rows, (row) => row.person_key);
    const heard = [...people.values()].map((group) => group.map((row) => heardOf(services, row)));
    written += await keepBatch(services, sql, heard);
  }
}

function heardOf({ keys }: Services, row: { person_key: string; sealed: Uint8Array }): Heard {
  const one: Heard = JSON.parse(unseal(keys.sealingKey, row.sealed, row.person_key));
  return one;
}

async function keepBatch({ keys, clock }: Services, sql: Sql, people: readonly (readonly Heard[])[]): Promise<number> {
  const sealed: { personKey: string; sealed: Buffer; digest: Buffer }[] = [];
  const phones: { phoneKey: string; personKey: string }[] = [];
  const homes: { personKey: string; householdKey: string }[] = [];
  for (const heard of people) {
    const personKey = heard[0]?.personKey;
    if (personKey === undefined) continue;
    const text = JSON.stringify(mergeIdentity(heard) satisfies IdentityFacts);
    sealed.push({
      personKey,
      sealed: seal(keys.sealingKey, text, personKey),
      digest: createHmac("sha256", keys.sealingKey).update(`${personKey}|${text}`).digest().subarray(0, 16),
    });
    const householdKey = heard.find((one) => one.household)?.household;
    if (householdKey) homes.push({ personKey, householdKey });
    for (const phone of new Set(heard.map((one) => one.phone))) {
      if (phone !== null) phones.push({ phoneKey: phoneKeyOf(keys.provinceKey, phone), personKey });
    }
  }
  await insertPhones(sql, phones, clock());
  await keepHouseholds(sql, homes, clock());
  return keepSealed(sql, sealed, sealingKeyId(keys.sealingKey), clock());
}
