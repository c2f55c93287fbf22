/**
 * Why a task cannot be done by its holder, when his safety or his duty is at stake: a closed list. The reason is counted, and
 * is never a mark against the worker (domain.md §4.3, "refuse button with reason").
 */
export const CANNOT_REASONS = ["unsafe", "not-my-duty", "no-equipment", "ill"] as const;
export type CannotReason = (typeof CANNOT_REASONS)[number];

/** What the desk reads in the task's history. */
export const CANNOT_TEXT: Readonly<Record<CannotReason, string>> = {
  unsafe: "办不了：现场不安全。再去请两人以上同行。",
  "not-my-duty": "办不了：不属于网格员职责。",
  "no-equipment": "办不了：缺少防护物资。",
  ill: "办不了：本人身体不适。",
};
