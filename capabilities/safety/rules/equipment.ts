/** Protective equipment: what there is, and the life of a request. Source: features.md h5. */
export const ITEMS = [
  "mask",
  "mask-n95",
  "gloves",
  "goggles",
  "face-shield",
  "gown",
  "cap",
  "shoe-covers",
  "disinfectant",
  "thermometer",
] as const;
export type Item = (typeof ITEMS)[number];

/** A worker's request at most: more is a centre's delivery. */
export const ASKED_AT_MOST = 1_000;

export const REQUEST_STATES = ["asked", "allotted", "refused", "handed-over", "received"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** `allot` takes from the stock; `refuse` an allotted one puts it back; `receive` is the worker's own word. */
export const REQUEST_DEEDS = {
  allot: { from: ["asked"], to: "allotted" },
  refuse: { from: ["asked", "allotted"], to: "refused" },
  "hand-over": { from: ["allotted"], to: "handed-over" },
  receive: { from: ["allotted", "handed-over"], to: "received" },
} as const satisfies Readonly<Record<string, { readonly from: readonly RequestState[]; readonly to: RequestState }>>;
export type RequestDeed = keyof typeof REQUEST_DEEDS;

/** The state after a deed, or null when it may not follow. */
export function afterDeed(state: RequestState, deed: RequestDeed): RequestState | null {
  const { from, to }: { readonly from: readonly RequestState[]; readonly to: RequestState } = REQUEST_DEEDS[deed];
  return from.includes(state) ? to : null;
}
