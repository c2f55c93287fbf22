/** The closed lists of the register (reference/domain.md §5.1: 一标三实, 出租户, four kinds of population). */
export const DOOR_KINDS = ["dwelling", "shop", "dormitory", "other"] as const;
export type DoorKind = (typeof DOOR_KINDS)[number];

export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

/** family: one family; shared: several tenants of one flat; collective: a dormitory. */
export const HOUSEHOLD_KINDS = ["family", "shared", "collective"] as const;
export type HouseholdKind = (typeof HOUSEHOLD_KINDS)[number];

export const TENURES = ["owner", "tenant", "other"] as const;
export type Tenure = (typeof TENURES)[number];

export const RELATIONS = [
  "head",
  "spouse",
  "child",
  "parent",
  "grandchild",
  "grandparent",
  "sibling",
  "other-family",
  "tenant",
  "colleague",
  "other",
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Hukou, resident, floating and sharing a flat are four different things; a person may be none or several of them. */
export const RESIDENCE = ["hukou", "resident", "floating", "shared-tenant"] as const;
export type Residence = (typeof RESIDENCE)[number];

export const SEXES = ["female", "male"] as const;
export type Sex = (typeof SEXES)[number];

/** Why a door is no longer in the register. */
export const END_REASONS = ["gone", "twice", "mistake"] as const;

/** People entered with one move-in: a dormitory's room takes several. */
export const PERSONS_AT_ONCE = 20;
