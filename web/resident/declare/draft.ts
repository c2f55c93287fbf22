/** The draft on this phone and its copy on the server: typed here first, uploaded when a step is left. */

import type { z } from "zod";
import { saveDraft, type showForm } from "#capabilities/declarations/contract.ts";
import type { Section } from "#capabilities/declarations/rules/kinds.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { act } from "../store/ask.ts";
import { keepDraft, readLocal, useLocal } from "../store/local.ts";
import { type Answers, answersFrom, type Field, firstOpen, SECTION_OF, type SentForm, type Step } from "./answers.ts";

export type FormShown = z.output<(typeof showForm)["result"]>;

export type Draft = {
  readonly answers: Answers;
  readonly step: Step | null;
  /** The version of each part that this one was written upon. */
  readonly versions: Readonly<Partial<Record<Section, number>>>;
  /** Parts that the server does not have yet. */
  readonly unsent: readonly Section[];
  /** Parts that were changed elsewhere meanwhile; the person says which stands. */
  readonly clashing: readonly Section[];
};

const EMPTY: Draft = { answers: {}, step: null, versions: {}, unsent: [], clashing: [] };
const nameOf = (personKey: string) => `declare/${personKey}`;

export const useDraft = (personKey: string): Draft | null =>
  useLocal((local) => local.drafts[nameOf(personKey)] ?? null) as Draft | null;
export const readDraft = (personKey: string): Draft =>
  (readLocal().drafts[nameOf(personKey)] as Draft | undefined) ?? EMPTY;
const writeDraft = (personKey: string, draft: Draft) => keepDraft(nameOf(personKey), draft);
export const dropDraft = (personKey: string) => keepDraft(nameOf(personKey), null);

/** What was typed is on the phone before the next key. */
export function answer(personKey: string, change: Answers): void {
  const draft = readDraft(personKey);
  const touched = (Object.keys(change) as Field[]).map((field) => SECTION_OF[field]);
  void writeDraft(personKey, {
    ...draft,
    answers: { ...draft.answers, ...change },
    unsent: [...new Set([...draft.unsent, ...touched])],
  });
}

export const moveTo = (personKey: string, step: Step): void =>
  void writeDraft(personKey, { ...readDraft(personKey), step });

/**
 * Takes in what the server knows: known values where nothing is typed, and parts of the draft that were saved
 * elsewhere, unless the same part was typed here too.
 */
export function takeIn(personKey: string, form: FormShown, last: SentForm | null): void {
  const draft = readDraft(personKey);
  let { answers, versions } = draft;
  const clashing: Section[] = [];
  for (const { section, version, content } of form.draft) {
    if (version <= (versions[section] ?? 0)) continue;
    if (draft.unsent.includes(section)) clashing.push(section);
    else {
      answers = { ...answers, ...(content as Answers) };
      versions = { ...versions, [section]: version };
    }
  }
  const whole = { ...journeyIn(last), ...answersFrom(form.known), ...answers };
  // From here on the step changes by the person's own going on and back, not by an answer that completes one.
  void writeDraft(personKey, { ...draft, answers: whole, step: draft.step ?? firstOpen(whole), versions, clashing });
}

/** Of the last declaration: where from, where else, whom met. How one feels now is not in it. */
function journeyIn(last: SentForm | null): Answers {
  if (last === null) return {};
  const { trip, stayUntil, stays, contacts, observation } = last;
  return answersFrom({ trip, stayUntil, stays, contacts, observation });
}

/** Settles a clash: theirs replaces what is typed here, or what is typed here is written upon theirs. */
export function settle(personKey: string, form: FormShown, whose: "here" | "there"): void {
  const draft = readDraft(personKey);
  let { answers, versions } = draft;
  for (const { section, version, content } of form.draft) {
    if (!draft.clashing.includes(section)) continue;
    versions = { ...versions, [section]: version };
    if (whose === "there") answers = { ...answers, ...(content as Answers) };
  }
  const unsent = whose === "here" ? draft.unsent : draft.unsent.filter((one) => !draft.clashing.includes(one));
  void writeDraft(personKey, { ...draft, answers, versions, unsent, clashing: [] });
}

/** Uploads the parts that changed. Without a network they wait for the next step; a clash is shown by the screen. */
export async function upload(personKey: string): Promise<void> {
  for (const section of readDraft(personKey).unsent) {
    const { answers, versions } = readDraft(personKey);
    const sent = partOf(answers, section);
    try {
      const { version } = await act(
        saveDraft,
        { personKey },
        { section, version: versions[section] ?? 0, content: sent },
      );
      await afterUpload(personKey, section, { version, sent });
    } catch (error) {
      if (!isRefusal(error, "declarations/changed-meanwhile")) return;
      const draft = readDraft(personKey);
      await writeDraft(personKey, { ...draft, clashing: [...new Set([...draft.clashing, section])] });
    }
  }
}

type Json = Parameters<typeof JSON.parse>[0] extends string ? Record<string, never> : never;

/** The answers of one part, as plain JSON. */
const partOf = (answers: Answers, section: Section): Json =>
  JSON.parse(
    JSON.stringify(
      Object.fromEntries(Object.entries(answers).filter(([field]) => SECTION_OF[field as Field] === section)),
    ),
  );

async function afterUpload(personKey: string, section: Section, done: { version: number; sent: Json }): Promise<void> {
  const draft = readDraft(personKey);
  // Typed on while it was under way: then it goes once more.
  const isSame = JSON.stringify(partOf(draft.answers, section)) === JSON.stringify(done.sent);
  await writeDraft(personKey, {
    ...draft,
    versions: { ...draft.versions, [section]: done.version },
    unsent: isSame ? draft.unsent.filter((one) => one !== section) : draft.unsent,
  });
}
