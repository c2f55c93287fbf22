/** One transaction of declarations: versions, evidence, colours, tasks; a constant number of statements. */
import { createHash } from "node:crypto";
import { currentColours, enrol, withdrawEvidence } from "#capabilities/codes/evidence.ts";
import type { EvidenceItem } from "#capabilities/codes/types.ts";
import { issueTasks, type SingleTask } from "#capabilities/tasks/issue.ts";
import type { Acting } from "#capabilities/tasks/widen.ts";
import type { CodeColour } from "#kernel/colours.ts";
import { readPlate } from "#kernel/plates.ts";
import { DAY, HOUR, later } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { seal } from "#platform/seal.ts";
import { areasOf } from "./areas.ts";
import { type AreaIndex, evidenceOfForm, judgedStays } from "./rules/evidence-of.ts";
import * as store from "./store.ts";
import type { Item, Verdict } from "./types.ts";

/** The grid looks at someone who came from elsewhere within a day. */
const VERIFY_WITHIN = DAY;
const VERIFY_SICK_WITHIN = 4 * HOUR;

type Fresh = { readonly item: Item; readonly standing: store.Standing; readonly evidence: EvidenceItem[] };

export async function writeTogether(ctx: Acting, items: readonly Item[]): Promise<Verdict[]> {
  const areas = await areasOf(ctx);
  const verdicts: Verdict[] = [];
  const fresh = new Map<number, Fresh>();
  const seen = new Set<string>();
  for (const standing of await store.standings(ctx.sql, items)) {
    const at = standing.n - 1;
    const item = items[at];
    if (item === undefined) continue;
    const refused = refusalOf(item, standing, seen);
    seen.add(item.id);
    if (refused !== null) verdicts[at] = refused;
    else fresh.set(at, { item, standing, evidence: evidenceFor(ctx, item, standing, areas) });
  }
  const decided = await writeFresh(ctx, [...fresh.values()], areas);
  const shown = items.filter((_item, at) => fresh.has(at) || verdicts[at]?.answer === "taken");
  // What was decided just now is known; only the others' codes are read.
  const unchanged = shown.map((item) => item.personKey).filter((key) => !decided.has(key));
  const colours = unchanged.length === 0 ? null : await currentColours(ctx, unchanged);
  for (const [at, item] of items.entries()) {
    const { personKey } = item;
    const colour = decided.get(personKey) ?? colours?.get(personKey)?.colour ?? "pending";
    const one = fresh.get(at);
    const before = verdicts[at];
    if (one !== undefined)
      verdicts[at] = { answer: "taken", version: one.standing.latest + 1, declaredAt: ctx.now, colour };
    else if (before?.answer === "taken") verdicts[at] = { ...before, colour };
  }
  return verdicts;
}

/** Why an item is not written: it was before, it is not the account's person, or somebody declared meanwhile. */
function refusalOf(item: Item, standing: store.Standing, seen: ReadonlySet<string>): Verdict | null {
  // Before anything else: a stranger's person is not there, whatever else is so.
  if (!standing.is_carried) return { answer: "not-found" };
  if (standing.known_version !== null && standing.known_at !== null)
    return standing.known_person === item.personKey
      ? { answer: "taken", version: standing.known_version, declaredAt: standing.known_at, colour: "pending" }
      : { answer: "id-taken" };
  if (seen.has(item.id)) return { answer: "id-taken" };
  return standing.latest === item.baseVersion ? null : { answer: "changed-meanwhile", version: standing.latest };
}

function evidenceFor(ctx: Acting, item: Item, standing: store.Standing, areas: AreaIndex): EvidenceItem[] {
  const source = { personKey: item.personKey, source: "declaration", sourceId: item.id };
  const declared: EvidenceItem[] = evidenceOfForm(item.form, areas, ctx.now).map((one) => ({
    id: newId(),
    ...source,
    ...one,
  }));
  if (!standing.is_under_review) return declared;
  // Until somebody has looked at the document the identity card goes with the code; the review ends it (residents/proxy.ts).
  return [...declared, { id: newId(), ...source, kind: "unseen-document", since: ctx.now, until: null, facts: {} }];
}

/** Says which colours were decided anew. */
async function writeFresh(
  ctx: Acting,
  fresh: readonly Fresh[],
  areas: AreaIndex,
): Promise<ReadonlyMap<string, CodeColour>> {
  const decided = new Map<string, CodeColour>();
  if (fresh.length === 0) return decided;
  const { sql, now } = ctx;
  await store.insertDeclarations(
    sql,
    fresh.map((one) => rowOf(ctx, one, areas)),
    now,
  );
  await store.deleteDrafts(
    sql,
    fresh.map((one) => one.item.personKey),
  );
  const unseen = fresh.filter(({ standing }) => standing.is_under_review);
  if (unseen.length > 0)
    await store.placeReviews(
      sql,
      unseen.map(({ item }) => ({ personKey: item.personKey, place: item.form.place })),
    );
  const changes = await enrol(
    ctx,
    fresh.map(({ item }) => ({ personKey: item.personKey, place: item.form.place })),
    fresh.flatMap((one) => one.evidence),
  );
  const replaced = fresh.flatMap(({ standing }) =>
    standing.short_stay_evidence === null ? [] : [standing.short_stay_evidence],
  );
  if (replaced.length > 0)
    changes.push(
      ...(await withdrawEvidence(ctx, {
        evidenceIds: replaced,
        because: "source",
        sourceId: "declaration",
        reason: "申报已更新",
      })),
    );
  for (const { personKey, decision } of changes) decided.set(personKey, decision.colour);
  await issueTasks(
    ctx,
    fresh.flatMap((one) => taskOf(ctx, one)),
  );
  const ids = createHash("sha256")
    .update(fresh.map(({ item }) => item.id).join("\n"))
    .digest("hex");
  await audit(ctx, {
    action: "declaration.record",
    objectKind: "declaration-batch",
    objectId: newId(),
    detail: { declarations: fresh.length, ids },
  });
  return decided;
}

function rowOf({ services }: Acting, one: Fresh, areas: AreaIndex): store.NewDeclaration {
  const { item, standing, evidence } = one;
  const { form } = item;
  const { trip } = form;
  const plate = trip?.mode === "self-drive" && trip.serviceNo !== null ? readPlate(trip.serviceNo) : null;
  return {
    id: item.id,
    personKey: item.personKey,
    version: standing.latest + 1,
    residentId: item.residentId,
    byPost: item.byPost,
    category: form.category,
    hukou: form.hukou,
    fromPlace: trip !== null && "code" in trip.from ? trip.from.code : null,
    departedOn: trip?.departedOn ?? null,
    arrivedOn: trip?.arrivedOn ?? null,
    mode: trip?.mode ?? null,
    serviceNo: plate?.plate ?? trip?.serviceNo?.toUpperCase().replace(/\s/g, "") ?? null,
    plateKind: plate?.kind ?? null,
    tripPurpose: trip?.purpose ?? null,
    stayUntil: form.stayUntil,
    stays: JSON.stringify(judgedStays(form, areas).map(({ place, from, to, level }) => ({ place, from, to, level }))),
    contacts: JSON.stringify(form.contacts),
    symptoms: form.symptoms,
    temperatureTenths: form.temperatureTenths,
    observation: form.observation,
    place: form.place,
    lodging: form.lodging,
    sealed: seal(services.keys.sealingKey, JSON.stringify(form), item.id).toString("hex"),
    shortStayEvidence: evidence.find((found) => found.kind === "short-stay")?.id ?? null,
  };
}

function reasonOf(isSick: boolean, isUnseen: boolean): { readonly zh: string; readonly en: string } {
  if (isSick)
    return { zh: "本人申报有症状，请核实并协助就医", en: "Declared symptoms: verify, and help to see a doctor" };
  if (isUnseen)
    return { zh: "证件待核对，请上门查看证件原件", en: "Nobody has seen the document: look at it at the door" };
  return { zh: "来苏返苏人员已申报，请核实住址", en: "Declared coming or returning: verify the address" };
}

/**
 * A task for the grid: the first declaration of someone who came, one from another address, whoever is sick, and whose
 * document nobody has seen.
 */
function taskOf({ now }: Acting, { item, standing, evidence }: Fresh): SingleTask[] {
  const isComing = item.form.category === "coming" || item.form.category === "returning";
  const isSick = evidence.some((one) => one.kind === "declared-symptom");
  const isNew = standing.latest === 0 || standing.latest_place !== item.form.place;
  const isUnseen = standing.is_under_review && isNew;
  if (!isSick && !isUnseen && !(isComing && isNew)) return [];
  const isRed = evidence.some((one) => one.kind === "declared-high-area" || one.kind === "declared-contact");
  const usual = isComing || isUnseen ? "blue" : "yellow";
  return [
    {
      personKey: item.personKey,
      place: item.form.place,
      kind: "verification",
      tier: isRed ? "red" : isSick ? "yellow" : usual,
      reason: reasonOf(isSick, isUnseen),
      dueAt: later(now, isSick || isRed ? VERIFY_SICK_WITHIN : VERIFY_WITHIN),
      sourceKind: "declaration",
      sourceId: item.id,
    },
  ];
}
