import { problems } from "#kernel/problem.ts";

export const formProblems = problems("forms", {
  "file-refused": {
    status: 422,
    zh: "文件读不了。请用 Excel 或 WPS 另存为 .xlsx（不带宏、不加密）后再上传。",
    en: "The file cannot be read. Save it as .xlsx (no macros, no password) and upload it again.",
  },
  "version-here": {
    status: 409,
    zh: "这张表的这个版本已经上传过。请在 settings 里换一个 version 后再上传。",
    en: "This version of the form is here already. Give it a new version in settings and upload it again.",
  },
  "not-a-draft": {
    status: 409,
    zh: "只有草稿可以发布。请刷新后查看现状。",
    en: "Only a draft can be published. Refresh to see how it stands.",
  },
  "taken-above": {
    status: 409,
    zh: "上级已经发布同一编号的表。请换一个 form_id，或请上级更新。",
    en: "A form of this id is published above you. Use another form_id, or ask them to update it.",
  },
  "outside-your-area": {
    status: 422,
    zh: "只能发布到本辖区。请改选辖区内的地点。",
    en: "Forms go to your own area only. Choose a place within it.",
  },
  "ends-in-the-past": {
    status: 422,
    zh: "截止时间早于现在或早于开始。请改期后再发布。",
    en: "It would end before now or before it begins. Choose a later time.",
  },
  "not-standing": {
    status: 409,
    zh: "该表已停用或已被新版本替换。请刷新后查看现状。",
    en: "The form was withdrawn or replaced. Refresh to see how it stands.",
  },
  "form-ended": {
    status: 422,
    zh: "这张表在填写之前已经停用。内容仍在手机上，请抄到现行的表里再删除。",
    en: "The form had ended before it was filled. It is still on your phone: copy it into the present form, then delete it.",
  },
  "not-for-here": {
    status: 422,
    zh: "这张表不发给这个地方或这个岗位。请联系本级中心。",
    en: "The form is not for this place or this post. Ask your centre.",
  },
  "filled-when": {
    status: 422,
    zh: "填表时间应在这张表发布之后、现在之前。请核对日期和时间。",
    en: "A form is filled after it was published and before now. Check the day and time.",
  },
  "not-a-filler": {
    status: 422,
    zh: "填表人必须是覆盖这个地点、可以填这张表的在岗人员。请核对填表人。",
    en: "Whoever filled it must hold a post that covers the place and may fill this form. Check who it was.",
  },
  "answer-wrong": {
    status: 422,
    zh: "有题目没有填或填得不对，已标出。请改正后再提交。",
    en: "Some answers are missing or wrong; they are marked. Correct them and send it again.",
  },
  "subject-missing": {
    status: 422,
    zh: "这张表要写明是哪一户、哪一人。请选择后再提交。",
    en: "The form is about somebody: choose the household or person and send it again.",
  },
  "not-yours-to-correct": {
    status: 409,
    zh: "原来的填报不是您的，或没有退回。请刷新后再试。",
    en: "The earlier answer is not yours, or was not returned. Refresh and try again.",
  },
  "not-to-review": {
    status: 409,
    zh: "这份填报不在待审核状态。请刷新后再试。",
    en: "This answer is not waiting for review. Refresh and try again.",
  },
  "too-many-answers": {
    status: 422,
    zh: "填报太多，一次统计不完。请选下一级地区，或只统计一天。",
    en: "Too many answers to count at once. Choose a place below, or one day.",
  },
  "own-answer": {
    status: 422,
    zh: "不能审核自己的填报。请由他人审核。",
    en: "Nobody reviews an answer of his own. Ask somebody else.",
  },
});
