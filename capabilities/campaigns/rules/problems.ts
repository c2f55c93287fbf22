/** Refusals of campaigns, beside the rules: a phone shows them too. */
import { problems } from "#kernel/problem.ts";

export const campaignProblems = problems("campaigns", {
  "outside-your-area": {
    status: 422,
    zh: "只能在本辖区内开展排查。请改选辖区内的地点。",
    en: "A campaign covers your own area only. Choose a place within it.",
  },
  "ends-in-the-past": {
    status: 422,
    zh: "截止时间早于现在。请改期后再发起。",
    en: "The end has passed already. Choose a later one.",
  },
  "not-an-attribute": {
    status: 422,
    zh: "所选问题不在信息目录里。请从目录中选择。",
    en: "A question is none of the known attributes. Choose from the list.",
  },
  "asks-of-persons": {
    status: 422,
    zh: "所选问题要逐人问，拉网排查只问门户和住户。请去掉它，或随附一张按人填的表。",
    en: "A question is asked of each person; a campaign asks of doors and households. Leave it out, or add a form about persons.",
  },
  "no-such-form": {
    status: 422,
    zh: "这张表没有在这里发布，或已停用、已到期。请从列表中另选一张。",
    en: "This form is not published here, or has ended. Choose another from the list.",
  },
  "nothing-to-ask": {
    status: 422,
    zh: "请至少选一个问题或一张表。",
    en: "Choose at least one question or a form.",
  },
  closed: {
    status: 409,
    zh: "这次排查已经结束，不再收新的记录。有遗漏请联系发起的中心。",
    en: "This campaign has ended and takes no more. If something is missing, ask the centre that began it.",
  },
  "no-such-group": {
    status: 422,
    zh: "没有这个小组，或小组不负责这里。请重新选择小组。",
    en: "There is no such group here. Choose another one.",
  },
  "not-a-team": {
    status: 422,
    zh: "组员必须是覆盖这个地点的在岗人员。请核对组员。",
    en: "Members must be posts in force that cover the place. Check them.",
  },
  "no-such-door": {
    status: 404,
    zh: "这次排查里没有这扇门，或不在您的辖区。新发现的门请先登记。",
    en: "This campaign has no such door in your area. Register a newly found one first.",
  },
  "no-such-sheet": {
    status: 404,
    zh: "没有这个编号的纸质表。请核对右上角的十位数字。",
    en: "There is no sheet of this number. Check the ten digits in its upper right corner.",
  },
  "answer-wrong": {
    status: 422,
    zh: "有一个回答不是这次排查的问题，或填得不对。请核对标出的一行。",
    en: "An answer is to none of the questions of this campaign, or is not possible. Check the line that is named.",
  },
  "no-household": {
    status: 422,
    zh: "这扇门后还没有登记住户，住户的回答没有归处。请先登记住户，或留空这一题。",
    en: "Nobody is registered behind this door, so an answer about the household has no place. Register them first, or leave it out.",
  },
  "filled-when": {
    status: 422,
    zh: "填表时间应在打印之后、现在之前。请核对日期和时间。",
    en: "A sheet is filled after it was printed and before now. Check the day and time.",
  },
});
