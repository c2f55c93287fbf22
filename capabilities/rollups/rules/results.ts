/**
 * What a field report can come back with: the feedback codes that every level counts.
 *
 * Source: reference/domain.md §6.3. They stand here, beside the metrics that count them; what each leads to is
 * capabilities/visits/rules/results.ts.
 */
export const VISIT_RESULTS = [
  "HOME_IN_PLACE",
  "CENTRAL",
  "HOSPITAL",
  "COMPLETED_14D",
  "NOT_RETURNED",
  "LEFT",
  "WRONG_NUMBER",
  "NO_ANSWER",
  "REFUSED",
  "NOT_AT_ADDRESS",
  "MOVED",
  "DUPLICATE",
  "DECEASED",
  "NOT_THE_PERSON",
  "ALREADY_MANAGED",
] as const;
export type VisitResult = (typeof VISIT_RESULTS)[number];
