import { problems } from "#kernel/problem.ts";

export const disputeProblems = problems("disputes", {
  "wrong-state": {
    status: 409,
    zh: "这件纠纷已经走到下一步，或还没有双方同意。请刷新后看现在的状态。",
    en: "This dispute has moved on, or one side has not consented yet. Refresh and see where it stands.",
  },
  "no-level-above": {
    status: 409,
    zh: "县级是最后一级调解。调解不成的，请告知法院或仲裁的途径。",
    en: "The county is the last level of mediation. If it fails, show the way to court or arbitration.",
  },
  "not-signed": {
    status: 422,
    zh: "书面协议要有双方签名。请双方在框内签名，或选口头协议。",
    en: "A written agreement needs both signatures. Let both sides sign, or choose an oral agreement.",
  },
  "court-too-late": {
    status: 409,
    zh: "协议达成已满三十天，不能再申请司法确认。",
    en: "Thirty days have passed since the agreement: the court no longer confirms it.",
  },
});
