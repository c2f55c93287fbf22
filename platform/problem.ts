import type { ProblemKind } from "#kernel/problem.ts";

/**
 * A refusal that the caller can act on. Anything else that is thrown is a fault of ours and says nothing to the caller.
 * `facts` travel in the problem document: never personal data.
 */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(kind: ProblemKind, facts: Readonly<Record<string, unknown>> = {}) {
    super(kind.code);
    this.kind = kind;
    this.facts = facts;
  }
}
