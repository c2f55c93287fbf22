import { problems } from "#kernel/problem.ts";

export const serviceProblems = problems("services", {
  "wrong-state": {
    status: 409,
    zh: "这件服务已经走到下一步了。请刷新后看现在的状态。",
    en: "This request has moved on. Refresh and see where it stands.",
  },
  "not-yours": {
    status: 409,
    zh: "这件服务不在您手上。请先接单，或让接单的人来办。",
    en: "This request is not in your hands. Take it first, or leave it to the one who did.",
  },
  "not-for-volunteers": {
    status: 409,
    zh: "求助人没有同意由志愿者办理。请由网格员接单。",
    en: "Who asked did not agree to a volunteer. A grid worker takes it.",
  },
  "same-person": {
    status: 409,
    zh: "电话回访要由另一个人来做，不能自己确认自己办的事。",
    en: "The call must be made by somebody else: nobody confirms his own errand.",
  },
  "asker-only": {
    status: 409,
    zh: "这一步要由求助人自己做，或由他当面签名。",
    en: "This step is for the one who asked, or by his signature at the door.",
  },
  "not-a-signature": {
    status: 422,
    zh: "签名太短或无法识别。请在框内写下全名。",
    en: "The signature is too short or unreadable. Sign the whole name in the box.",
  },
  "too-many-open": {
    status: 429,
    zh: "您已有十件没有办完的求助。请等其中一件办结后再提。",
    en: "You have ten open requests already. Wait until one of them is done.",
  },
  "too-many-errands": {
    status: 429,
    zh: "您手上已有三件没有送到。请先办完再接。",
    en: "You have three errands in hand. Finish one before you take the next.",
  },
  "not-allotted": {
    status: 409,
    zh: "申请的救援物资还没有配发。请等街道（乡镇）配发后再送。",
    en: "The supplies have not been allotted yet. Wait until the township has done so.",
  },
  "allotted-already": {
    status: 409,
    zh: "这件求助的物资已经配发。要改的话，请先办退回入库。",
    en: "Supplies were allotted already. To change that, put them back first.",
  },
  "not-asked-for": {
    status: 422,
    zh: "物资或数量与申请（配发）的不符。请逐项核对。",
    en: "The things or numbers differ from what was asked for or allotted. Check each line.",
  },
  "not-a-volunteer": {
    status: 403,
    zh: "您还没有登记为志愿者，或已经退出。请先登记。",
    en: "You are not registered as a volunteer, or have withdrawn. Register first.",
  },
  "no-such-volunteer": {
    status: 404,
    zh: "找不到这位志愿者，或已经退出，或不在这个地点服务。",
    en: "No such volunteer: withdrawn, or not for this place.",
  },
});
