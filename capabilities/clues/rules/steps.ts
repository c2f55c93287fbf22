/**
 * The five steps: gather → assess → warn → assign → report back (design/command.md, "Clues"). Warnings are receipts beside the
 * course, from the assessment on; they hold nothing up.
 */
export const CLUE_STATES = ["GATHERED", "ASSESSED", "ASSIGNED", "ACCEPTED", "REPORTED", "CLOSED", "REJECTED"] as const;
export type ClueState = (typeof CLUE_STATES)[number];

export const REJECTIONS = ["not-a-fact", "out-of-scope", "solved-already"] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** Not solved twice: the third time it goes to the centre above. */
export const REOPENED_AT_MOST = 2;

export type ClueFacts = {
  readonly state: ClueState;
  readonly ownerPost: string | null;
  readonly assignedBy: string | null;
  readonly reopened: number;
};

export type ClueStep =
  | { readonly is: "assign"; readonly to: string }
  | { readonly is: "accept" }
  | { readonly is: "decline" }
  | { readonly is: "report-back" }
  | { readonly is: "verify"; readonly isSolved: boolean }
  | { readonly is: "reject" };

export type ClueRefusal = "wrong-state" | "not-yours" | "not-the-assigner" | "to-yourself";

/** Who acts: the post, and whether it is of a centre above the clue's own (it may verify for an assigner who has gone). */
export type ClueActor = { readonly postId: string; readonly isAbove: boolean };

export type ClueMove =
  | { readonly to: Exclude<ClueState, "GATHERED">; readonly isReopened: boolean; readonly isRaised: boolean }
  | { readonly refused: ClueRefusal };

const move = (to: Exclude<ClueState, "GATHERED">): ClueMove => ({ to, isReopened: false, isRaised: false });
const no = (refused: ClueRefusal): ClueMove => ({ refused });

export function stepClue(facts: ClueFacts, step: ClueStep, actor: ClueActor): ClueMove {
  const isOwner = facts.ownerPost === actor.postId;
  switch (step.is) {
    case "assign":
      if (facts.state !== "ASSESSED") return no("wrong-state");
      // Who checks is another than who deals with it.
      return step.to === actor.postId ? no("to-yourself") : move("ASSIGNED");
    case "accept":
      if (facts.state !== "ASSIGNED") return no("wrong-state");
      return isOwner ? move("ACCEPTED") : no("not-yours");
    case "decline":
      if (facts.state !== "ASSIGNED") return no("wrong-state");
      return isOwner ? move("ASSESSED") : no("not-yours");
    case "report-back":
      if (facts.state !== "ASSIGNED" && facts.state !== "ACCEPTED") return no("wrong-state");
      return isOwner ? move("REPORTED") : no("not-yours");
    case "verify":
      return verify(facts, step.isSolved, actor);
    case "reject":
      return facts.state === "GATHERED" || facts.state === "ASSESSED" ? move("REJECTED") : no("wrong-state");
  }
}

function verify(facts: ClueFacts, isSolved: boolean, actor: ClueActor): ClueMove {
  if (facts.state !== "REPORTED") return no("wrong-state");
  if (facts.ownerPost === actor.postId) return no("to-yourself");
  if (facts.assignedBy !== actor.postId && !actor.isAbove) return no("not-the-assigner");
  if (isSolved) return move("CLOSED");
  if (facts.reopened < REOPENED_AT_MOST) return { to: "ACCEPTED", isReopened: true, isRaised: false };
  return { to: "ASSESSED", isReopened: false, isRaised: true };
}
