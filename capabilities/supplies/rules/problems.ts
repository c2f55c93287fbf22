import { problems } from "#kernel/problem.ts";

export const supplyProblems = problems("supplies", {
  "not-enough": {
    status: 409,
    zh: "库存不够。请减少数量，或先向上级申请调拨。",
    en: "There is not enough in stock. Take less, or ask the level above first.",
  },
  "not-now": {
    status: 409,
    zh: "这笔申请已经处理过了。请刷新后看现在的状态。",
    en: "This order has been dealt with. Refresh and see where it stands.",
  },
  "too-much": {
    status: 422,
    zh: "数量比申请或配发的还多。请核对后再填。",
    en: "That is more than was asked for or allotted. Check the number.",
  },
  "nothing-above": {
    status: 409,
    zh: "上面没有可以申请的一级。请登记外来的入库。",
    en: "There is no level above to ask. Record what comes from outside.",
  },
});
