/** Relief supplies, in whole pieces of the unit that the word names; limits. Source: reference/features.md h5; the list is ours. */
export const SUPPLIES = [
  "rice",
  "flour",
  "noodles",
  "oil",
  "vegetables",
  "meat-eggs",
  "milk",
  "water",
  "formula",
  "diapers",
  "hygiene",
  "medicine-kit",
  "masks",
  "disinfectant",
  "quilt",
  "care-pack",
] as const;
export type Supply = (typeof SUPPLIES)[number];

/** Of one thing for one home at once: more is a centre's delivery. Ours. */
export const PER_HOME_AT_MOST = 100;
/** Of one thing that moves at once; a slip of the keyboard, not a delivery, is more. Ours. */
export const MOVED_AT_MOST = 1_000_000;
/** What a place can hold of one thing: the column's limit. */
export const HELD_AT_MOST = 10_000_000;

export type Goods = readonly { readonly item: Supply; readonly quantity: number }[];
