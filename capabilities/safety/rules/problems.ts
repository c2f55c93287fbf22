/** The refusals of the workers' own health and safety. */
import { problems } from "#kernel/problem.ts";

export const safetyProblems = problems("safety", {
  "already-answered": {
    status: 409,
    zh: "这条求助已经有人响应。请刷新，查看由谁处理。",
    en: "Somebody has answered this alarm already. Refresh to see who.",
  },
  "answer-first": {
    status: 409,
    zh: "还没有人响应这条求助。请先点“我来响应”。",
    en: "Nobody has answered this alarm yet. Answer it first.",
  },
  closed: {
    status: 409,
    zh: "这条求助已经办结。有新情况请重新发起。",
    en: "This alarm is closed. Raise a new one if something has happened since.",
  },
  "not-allowed-now": {
    status: 409,
    zh: "当前状态不能这样操作。请刷新查看。",
    en: "This cannot follow what was done before. Refresh to see.",
  },
  "not-enough": {
    status: 409,
    zh: "库存不够。请先登记入库，或减少数量。",
    en: "There is not so much in stock. Record a delivery first, or allot less.",
  },
  "wrong-number": {
    status: 422,
    zh: "证件号码不对。请核对后再填。",
    en: "The document's number is wrong. Check it and enter it again.",
  },
});
