/** What a record can have been used for; the collector is shown these words, not a name of anybody. */
export const USED_KINDS = ["form", "report", "list", "assessment", "figure", "register", "task", "campaign"] as const;
export type UsedKind = (typeof USED_KINDS)[number];

export const RECORD_KINDS = ["fact", "visit"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
