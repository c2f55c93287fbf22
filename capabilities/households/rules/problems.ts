import { problems } from "#kernel/problem.ts";

export const registerProblems = problems("households", {
  "no-such-door": {
    status: 404,
    zh: "登记簿里没有这一户，或不在您的辖区内。请先登记门户。",
    en: "The register has no such door in your area. Add the door first.",
  },
  "door-twice": {
    status: 409,
    zh: "这个地址已经登记过。请搜索后打开原来的那一户。",
    en: "This address is in the register already. Search for it and open that door.",
  },
  "no-such-household": {
    status: 404,
    zh: "找不到这家人，可能已经搬走。请刷新后再试。",
    en: "There is no such household; it may have moved out. Refresh and try again.",
  },
  "no-such-person": {
    status: 404,
    zh: "登记簿里没有这个人，或不在您的辖区内。请核对后再试。",
    en: "The register has no such person in your area. Check it and try again.",
  },
  "number-wrong": {
    status: 422,
    zh: "证件号码不对(位数、校验码或出生日期)。请对照证件改正，或先不填。",
    en: "The number of the document is wrong (length, check character or date of birth). Correct it, or leave it out for now.",
  },
  "number-of-another": {
    status: 409,
    zh: "这个证件号码已登记给另一个人。请核对证件；若是同一人，请在原登记上改正。",
    en: "This number belongs to another person of the register. Check the document; if it is the same person, correct that entry.",
  },
  "phone-wrong": {
    status: 422,
    zh: "手机号码不对。请核对后再填，或先不填。",
    en: "The mobile number is wrong. Correct it, or leave it out for now.",
  },
  "days-wrong": {
    status: 422,
    zh: "日期不对：搬出不能早于搬入，也不能晚于明天。请改正。",
    en: "The dates are wrong: nobody moves out before moving in, nor later than tomorrow. Correct them.",
  },
  "not-in-your-village": {
    status: 422,
    zh: "门户只能在同一个村(社区)内改到另一个网格。跨村请撤销后重新登记。",
    en: "A door can move to another grid of the same village only. For another village, remove it and add it there.",
  },
  "nothing-said": {
    status: 422,
    zh: "没有填写任何改动。请至少改一项。",
    en: "Nothing was changed. Change at least one thing.",
  },
  "part-wrong": {
    status: 422,
    zh: "门户的某一项填写不合要求(最多40个字)。请改短或按选项填写。",
    en: "A part of the door does not fit (40 characters at most). Shorten it, or choose from what is offered.",
  },
  "columns-wrong": {
    status: 422,
    zh: "列的对应不对：至少要有门牌、房号或楼栋中的一列，同一列不能对应两项。请重新选择。",
    en: "The columns do not fit: at least a door number, a room or a building, and no column twice. Choose again.",
  },
  "import-full": {
    status: 422,
    zh: "一个文件最多两万行。请按村或网格分成几个文件。",
    en: "A file has 20,000 rows at most. Split it by village or grid.",
  },
});
