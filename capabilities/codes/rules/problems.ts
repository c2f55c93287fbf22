import { problems } from "#kernel/problem.ts";

/** The refusals of codes. */
export const codesProblems = problems("codes", {
  "kind-unknown": {
    status: 422,
    zh: "这类信息不能作为健康码的依据（依据种类是封闭清单）。请转为核实任务。",
    en: "This cannot be evidence for a code: the list of kinds is closed. Make a task to verify it instead.",
  },
  "in-the-future": {
    status: 422,
    zh: "依据的时间晚于现在。请核对时间后再提交。",
    en: "The evidence is dated in the future. Check its time and send it again.",
  },
  "no-code": {
    status: 404,
    zh: "此人没有健康码，或不在您的辖区内。请先核对人员。",
    en: "This person holds no code, or is outside your area. Check the person first.",
  },
  "not-health": {
    status: 403,
    zh: "只有卫健部门的岗位可以登记或撤销健康码的依据。请联系卫健部门。",
    en: "Only posts of the health department may record or withdraw evidence. Ask the health department.",
  },
  "not-by-hand": {
    status: 422,
    zh: "人工登记只能选“人工红码依据”或“人工黄码依据”，须有事件编号和不少于20字的理由，最长72小时。",
    en: "By hand only hand-red and hand-yellow can be recorded, with an event number, a reason of at least 20 characters, for 72 hours at most.",
  },
  "same-person": {
    status: 409,
    zh: "须由另一个人确认：提出人不能确认自己提出的内容。请请另一单位的同事确认。",
    en: "A second person must confirm: nobody confirms his own proposal. Ask a colleague of another organisation.",
  },
  "same-organisation": {
    status: 409,
    zh: "须由另一个单位的卫健人员确认。请联系另一单位。",
    en: "Somebody of health from another organisation must confirm. Ask another organisation.",
  },
  ended: {
    status: 409,
    zh: "这件事已经有结论。请刷新后再看。",
    en: "This has been decided already. Refresh to see the outcome.",
  },
  "said-already": {
    status: 409,
    zh: "您已经表过态。须由另一单位的卫健签字人再表态。",
    en: "You have had your say. A health signatory of another organisation must have his.",
  },
  "two-needed": {
    status: 422,
    zh: "这类依据须由两个单位的卫健人员共同撤销，或经申诉撤销。请用“提议撤销”。",
    en: "This evidence is withdrawn by two people of health from two organisations, or upon an appeal. Propose a withdrawal.",
  },
});
