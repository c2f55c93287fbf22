import { problems } from "#kernel/problem.ts";

/** What the resident's side refuses. None of these says whether a phone or a person is known. */
export const residentProblems = problems("residents", {
  "wrong-code": {
    status: 422,
    zh: "验证码不对或已过期。请核对短信，或重新获取验证码。",
    en: "The code is wrong or has expired. Check the message, or ask for a new code.",
  },
  "too-many-codes": {
    status: 429,
    zh: "获取验证码太频繁。请过一会儿再试；急用可请网格员或亲友代办纸质码。",
    en: "Too many codes were asked for. Wait a while; a grid worker or relative can apply for a paper code meanwhile.",
  },
  "identity-needed": {
    status: 428,
    zh: "这个号码很久没有登录。请补充本人证件号码后四位；如果号码是新办的，请选择“我是新机主”。",
    en: "This number has not signed in for long. Give the last four characters of your identity number, or say that the number is newly yours.",
  },
  "not-a-phone": {
    status: 422,
    zh: "手机号码不对。请输入11位手机号，境外号码请以+和国家代码开头。",
    en: "This is no phone number. Enter the 11 digits of a mainland mobile, or + and the country code.",
  },
  "wrong-document": {
    status: 422,
    zh: "证件号码不对。请对照证件逐位核对；证件类型选错也会这样。",
    en: "The document's number is not right. Compare it with the document, and check the kind of document.",
  },
  "wrong-name": {
    status: 422,
    zh: "姓名不能为空，不能超过100个字，不能有表情或控制字符。请按证件填写。",
    en: "Give the name as the document has it: 1 to 100 characters, no emoji, no control characters.",
  },
  "too-many-persons": {
    status: 422,
    zh: "一个账号最多为6位家人办理。更多人请由社区或机构代办。",
    en: "One account carries up to 6 others. For more, ask the community office or the institution.",
  },
  "self-first": {
    status: 422,
    zh: "请先添加本人，再为家人办理。",
    en: "Add yourself first, then your family.",
  },
  "self-already": {
    status: 409,
    zh: "这个账号已经添加了本人。若填错了，请先移除再添加。",
    en: "This account has its own person already. If that was a mistake, remove it first.",
  },
  "phone-needed": {
    status: 422,
    zh: "成年人有自己的手机时，要由本人用短信验证码同意。请填写本人手机号。",
    en: "An adult with a phone agrees by a one-time code. Give that person's own phone.",
  },
  "wrong-age": {
    status: 422,
    zh: "子女须未满18周岁，老人须年满60周岁。其他家人请选“配偶”或“其他家人”。",
    en: "A child is under 18, an elder 60 or older. For others choose spouse or other family.",
  },
  "already-released": {
    status: 409,
    zh: "这项已经处理过了。请刷新。",
    en: "This was decided already. Refresh the page.",
  },
  "same-person-twice": {
    status: 409,
    zh: "放行须由两个人分别确认，您已经确认过。",
    en: "Two different people release it; you have already done your part.",
  },
});
