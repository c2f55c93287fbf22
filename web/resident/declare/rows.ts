/** A declaration as lines of text, for the review, the history and what changed between two versions. */

import type { declareWords } from "../words-declare.ts";
import type { Answers, Step } from "./answers.ts";
import { hasTrip } from "./answers.ts";

type DeclareWords = (typeof declareWords)["zh"];
/** `places`: codes whose names stand in the line. */
export type Row = {
  readonly name: string;
  readonly text: string;
  readonly places: readonly string[];
  readonly step: Step;
};

export function rowsOf(a: Answers, w: DeclareWords): readonly Row[] {
  const row = (step: Step, name: string, text: string | undefined, places: readonly string[] = []): Row => ({
    step,
    name,
    text: text === undefined || (text === "" && places.length === 0) ? w.empty : text,
    places,
  });
  return [
    row("who", w.who, a.category && w.category[a.category]),
    row("who", w.hukou, a.hukou === null ? w.hukouNone : (a.hukou?.name ?? undefined), codes(a.hukou)),
    ...(hasTrip(a.category)
      ? [
          row("trip", w.from, a.fromWords ?? a.from?.name, a.fromWords === undefined ? codes(a.from) : []),
          row("trip", w.arrivedOn, a.arrivedOn),
          row("trip", w.mode, a.mode && [w.modes[a.mode], a.serviceNo ?? ""].join(" ").trim()),
          row("trip", w.purpose, a.purpose && w.purposes[a.purpose]),
          ...(a.category === "short-stay" ? [row("trip", w.stayUntil, a.stayUntil)] : []),
        ]
      : []),
    row(
      "stays",
      w.steps.stays,
      a.hasStays === false
        ? w.none
        : (a.stays ?? []).map((one) => `${one.place?.name ?? ""} ${one.from}—${one.to}`).join("；"),
      a.hasStays === true ? (a.stays ?? []).flatMap((one) => codes(one.place)) : [],
    ),
    row(
      "contacts",
      w.steps.contacts,
      a.hasContacts === false
        ? w.none
        : (a.contacts ?? []).map(({ kind, on }) => `${w.contacts[kind]} ${on}`).join("；"),
    ),
    row(
      "health",
      w.steps.health,
      [
        a.hasSymptoms === false ? w.symptomNone : (a.symptoms ?? []).map((one) => w.symptoms[one]).join("、"),
        a.temperature ? `${a.temperature}℃` : "",
      ]
        .filter((text) => text !== "")
        .join("，"),
    ),
    row("health", w.observation, a.observation && w.observations[a.observation]),
    row("address", w.place, a.place?.name, codes(a.place)),
    row("address", w.detail, a.addressDetail),
    row("address", w.lodging, a.lodging && w.lodgings[a.lodging]),
    row("address", w.employer, a.employer ?? w.none),
  ];
}

/** Only codes whose name is not known yet. */
const codes = (place: { code: string; name: string } | null | undefined): readonly string[] =>
  place === null || place === undefined || place.name !== "" ? [] : [place.code];

/** The rows of `now` that read otherwise than in `before`, with what stood there. */
export function changesBetween(before: readonly Row[], now: readonly Row[]) {
  const old = new Map(before.map((row) => [row.name, row]));
  return now.flatMap((row) => {
    const was = old.get(row.name);
    const isSame = was !== undefined && was.text === row.text && was.places.join() === row.places.join();
    return isSame ? [] : [{ row, was: was ?? null }];
  });
}
