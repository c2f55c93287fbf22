/** From what was typed to a person's key, and what of it does not fit: compared by machine, told to nobody. */
import { createHmac, randomInt } from "node:crypto";
import type { z } from "zod";
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { IdentityFacts } from "#capabilities/people/rules/mask.ts";
import { dayOf, type Instant, type PlainDay } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import type { Sql } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type { Identity } from "./contract.ts";
import { type DocumentRead, readDocument, temporaryNumber } from "./rules/documents.ts";
import { comparable, isSameName, readName } from "./rules/names.ts";
import { residentProblems } from "./rules/problems.ts";
import * as store from "./store-claims.ts";

export type Identified = {
  readonly document: DocumentRead;
  readonly name: string;
  /** The key under which feeds know whoever has this number. */
  readonly realKey: string;
  /** A key of its own for this applicant and number, when the real one is not his to use yet. */
  readonly standInKey: string;
  readonly nameKey: string;
  /** The name against the register's; null: the register has none. */
  readonly matches: boolean | null;
  readonly bornOn: PlainDay | null;
};

type Asked = z.output<typeof Identity> & { readonly insists: boolean };

/** Reads, checks and compares. `by` is the account or post that asks. Throws `wrong-document`, `wrong-name`. */
export async function identify(
  ctx: { sql: Sql; now: Instant; services: Services },
  asked: Asked,
  by: string,
): Promise<Identified> {
  const { provinceKey, sealingKey } = ctx.services.keys;
  const name = readName(asked.name);
  if (name === null) throw new Problem(residentProblems["wrong-name"]);
  const read = readDocument(asked, dayOf(ctx.now));
  if (read === null || (read.failsCheck && !asked.insists)) throw new Problem(residentProblems["wrong-document"]);
  const document = read.idNumber === "" ? { ...read, idNumber: temporaryNumber(randomInt(2 ** 48 - 1)) } : read;
  const realKey = personKeyOf(provinceKey, document.idType, document.idNumber);
  const sealed = await store.identityToCompare(ctx.sql, realKey);
  const known: IdentityFacts | null = sealed === null ? null : JSON.parse(unseal(sealingKey, sealed, realKey));
  return {
    document,
    name,
    realKey,
    standInKey: personKeyOf(provinceKey, `claim|${by}`, document.idNumber),
    nameKey: uuidOf(
      createHmac("sha256", Buffer.from(provinceKey, "hex"))
        .update(`name|${comparable(name)}`)
        .digest("hex"),
    ),
    matches: known === null || known.name === null ? null : isSameName(known.name, name),
    bornOn: document.bornOn,
  };
}

const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/** Keeps what was said of him where no feed has said it, so that a door with a task can be told whom to ask for. */
export async function keepIdentity(
  ctx: { sql: Sql; now: Instant; services: Services },
  who: { personKey: string; name: string; idType: string; idNumber: string; phone: string | null },
): Promise<void> {
  const { sealingKey } = ctx.services.keys;
  const { personKey, ...said } = who;
  const facts: IdentityFacts = { ...said, address: null };
  await store.keepDeclared(ctx.sql, {
    personKey,
    sealed: seal(sealingKey, JSON.stringify(facts), personKey),
    keyId: sealingKeyId(sealingKey),
    now: ctx.now,
  });
}

export type ClaimWords = {
  readonly name: string;
  readonly number: string;
  readonly phone: string | null;
  readonly country: string | null;
};

/** What a claim said, opened for the account that said it, or to act upon it. */
export function claimWords(services: Services, claim: { id: string; sealed: Uint8Array }): ClaimWords {
  const words: ClaimWords = JSON.parse(unseal(services.keys.sealingKey, claim.sealed, claim.id));
  return words;
}

/** The reviews that what was found calls for. */
export function reviewsOf(
  found: Identified,
  { isHeldElsewhere = false, isUnseen = false }: { readonly isHeldElsewhere?: boolean; readonly isUnseen?: boolean },
): store.ReviewWhy[] {
  const why: store.ReviewWhy[] = isUnseen ? ["document-unseen"] : [];
  if (found.matches === false) why.push("name-differs");
  if (isHeldElsewhere) why.push("held-elsewhere");
  if (found.document.failsCheck) why.push("number-fails-check");
  return why;
}
