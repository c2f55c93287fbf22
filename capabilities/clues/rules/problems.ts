import { problems } from "#kernel/problem.ts";

export const clueProblems = problems("clues", {
  opinion: {
    status: 422,
    zh: "线索不收个人的观点、言论、信仰或信访诉求。请写看到的事情和要解决的问题；没有要解决的问题就不用上报。",
    en: "A clue is never about what somebody thinks, says, believes or petitions for. Write what happened and what is to be solved; if there is nothing to solve, there is no clue.",
  },
  "from-the-future": {
    status: 422,
    zh: "发生时间晚于现在。请改正后再报。",
    en: "It is said to happen later than now. Correct the time.",
  },
  "wrong-state": {
    status: 409,
    zh: "这条线索已经走到下一步了。请刷新后看现在的状态。",
    en: "This clue has moved on. Refresh and see where it stands.",
  },
  "not-yours": {
    status: 409,
    zh: "这条线索没有交给您办。",
    en: "This clue was not assigned to you.",
  },
  "not-the-assigner": {
    status: 409,
    zh: "由交办的人（或上级中心）核实。",
    en: "It is verified by the one who assigned it, or by a centre above.",
  },
  "to-yourself": {
    status: 409,
    zh: "交办和核实要由两个人来做，不能交给自己，也不能核实自己办的。",
    en: "Nobody assigns to himself or verifies his own work.",
  },
  "assessed-already": {
    status: 409,
    zh: "您已经评估过这条线索。要由另一个人再评估一次。",
    en: "You have assessed this clue. Another person assesses it as well.",
  },
  "no-such-owner": {
    status: 422,
    zh: "找不到这个岗位，或不在本辖区内。请从名单里选。",
    en: "No such post, or not within your area. Choose from the list.",
  },
  "repeats-another": {
    status: 409,
    zh: "这条与另一条线索重复，随那一条一起办理。",
    en: "This clue repeats another and is dealt with there.",
  },
});
