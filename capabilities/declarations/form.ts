/** The form: what is known and not asked again, the draft so far, what is open. */
import type { z } from "zod";
import { mustCarry } from "#capabilities/residents/carried.ts";
import { presentPerson } from "#capabilities/residents/persons.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import { type DraftSection, declarationProblems, type Form, type saveDraft, type showForm } from "./contract.ts";
import { openForm } from "./declarations.ts";
import { openQuestions } from "./rules/questions.ts";
import { versionsOf } from "./store.ts";
import * as store from "./store-drafts.ts";

type Section = z.output<typeof DraftSection>;

const boundTo = (personKey: string, section: string): string => `draft|${personKey}|${section}`;

function opened(ctx: Context, personKey: string, row: store.DraftRow): Section {
  const text = unseal(ctx.services.keys.sealingKey, row.sealed, boundTo(personKey, row.section));
  return { section: row.section, version: row.version, content: JSON.parse(text) };
}

/** Last write wins, but never unseen: who wrote upon an older version gets the newer one to compare. */
export const save: Answer<typeof saveDraft> = async (ctx, { personKey }, { section, version, content }) => {
  await mustCarry(ctx, personKey);
  const sealed = seal(ctx.services.keys.sealingKey, JSON.stringify(content), boundTo(personKey, section));
  const saved = await store.saveSection(ctx.sql, { personKey, section, version, sealed, now: ctx.now });
  if (saved !== null) return { section, version: saved };
  const rows = await store.draftOf(ctx.sql, personKey);
  const standing = rows.find((row) => row.section === section);
  const theirs = standing === undefined ? { section, version: 0, content: {} } : opened(ctx, personKey, standing);
  throw new Problem(declarationProblems["changed-meanwhile"], { theirs, yours: { section, version, content } });
};

/** What stood in the last declaration and stays true until told otherwise; travel, health and days are asked anew. */
function lasting(form: Form): Partial<Form> {
  const { category, hukou, place, addressDetail, lodging, employer } = form;
  return { category, hukou, place, addressDetail, lodging, employer };
}

type Known = { known: Partial<Form>; sources: Record<string, "last-declaration" | "verified-visit" | "register"> };

async function knownOf(ctx: Context, personKey: string, last: Form | null): Promise<Known> {
  const known: Partial<Form> = last === null ? {} : lasting(last);
  const sources: Known["sources"] = {};
  for (const field of Object.keys(known)) sources[field] = "last-declaration";
  const visited = await store.placeOfVisit(ctx.sql, personKey);
  if (last === null && visited !== null) {
    known.place = visited;
    sources["place"] = "verified-visit";
  }
  return { known, sources };
}

export const show: Answer<typeof showForm> = async (ctx, { personKey }) => {
  await mustCarry(ctx, personKey);
  const person = await presentPerson(ctx, personKey);
  const [row] = await versionsOf(ctx.sql, personKey, 1);
  const last = row === undefined ? null : openForm(ctx, row);
  const { known, sources } = await knownOf(ctx, personKey, person.isProven ? last : null);
  const draft = (await store.draftOf(ctx.sql, personKey)).map((one) => opened(ctx, personKey, one));
  return {
    name: person.name,
    lastFour: person.lastFour,
    version: row?.version ?? 0,
    known,
    sources,
    open: openQuestions(Object.keys(known)),
    draft,
  };
};
