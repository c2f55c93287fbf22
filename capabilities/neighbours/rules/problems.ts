/** Refusals of joint-defence units, beside the rules: phones show them too. */
import { problems } from "#kernel/problem.ts";

export const neighbourProblems = problems("neighbours", {
  "no-such-unit": {
    status: 404,
    zh: "没有这个联防单元，或它不在您的辖区。请刷新后再试。",
    en: "There is no such unit in your area. Refresh and try again.",
  },
  "no-doors": {
    status: 422,
    zh: "这个网格的户籍里还没有门户。请先登记门户，再划分。",
    en: "The register has no doors here yet. Add them first, then form units.",
  },
  "other-grid": {
    status: 422,
    zh: "联防单元不跨网格。请只选本网格的门户。",
    en: "A unit never crosses a grid. Choose doors of this grid only.",
  },
  "not-adult": {
    status: 422,
    zh: "责任人须年满十八周岁。请另选一位。",
    en: "A head must be an adult. Choose somebody else.",
  },
  "not-six-months": {
    status: 422,
    zh: "责任人须在本地居住满半年。请另选一位。",
    en: "A head must have lived here for six months. Choose somebody else.",
  },
  "not-free": {
    status: 422,
    zh: "这位居民目前不便担任责任人。请另选一位。",
    en: "This resident cannot take it on for now. Choose somebody else.",
  },
  "two-units": {
    status: 422,
    zh: "一人最多负责两个单元。请另选一位。",
    en: "One person answers for two units at most. Choose somebody else.",
  },
  "seat-taken": {
    status: 409,
    zh: "这个单元已有人担任。请先结束原来的担任，再请新人。",
    en: "The seat is taken. End the present holder's term first.",
  },
  "not-a-phone": {
    status: 422,
    zh: "手机号码不对。请核对后重填。",
    en: "This is no mobile number. Check it.",
  },
  "no-such-seat": {
    status: 404,
    zh: "没有这项担任，或已经结束。请刷新后再试。",
    en: "There is no such seat, or it has ended. Refresh and try again.",
  },
  "no-such-instruction": {
    status: 404,
    zh: "没有这条指令，或它已不在您的收件箱。请改写为自己的通知。",
    en: "There is no such instruction in your inbox. Write a notice of your own.",
  },
});
