import { problems } from "#kernel/problem.ts";

export const appealProblems = problems("appeals", {
  "attachment-too-large": {
    status: 413,
    zh: "附件超过2MB。请拍小一些或压缩后再传。",
    en: "An attachment is larger than 2 MB. Take a smaller picture or compress it.",
  },
  "attachment-wrong-type": {
    status: 415,
    zh: "附件只收照片（JPG、PNG、WebP）或PDF。请换一种格式再传。",
    en: "Attachments are pictures (JPG, PNG, WebP) or PDF. Send it in one of these.",
  },
  "too-many-attachments": {
    status: 422,
    zh: "一件申诉最多三个附件。请合并后再传。",
    en: "An appeal takes three attachments at most. Combine them.",
  },
  "unknown-evidence": {
    status: 422,
    zh: "申诉所指的依据不是此人的，或已失效。请从健康码页面重新发起。",
    en: "The evidence named is not this person's, or no longer stands. Start again from the code's page.",
  },
  "already-open": {
    status: 409,
    zh: "已有一件申诉正在办理。可在那一件里补充材料。",
    en: "An appeal is being dealt with already. Add to that one.",
  },
  "not-now": {
    status: 409,
    zh: "这件申诉已经走到下一步。请刷新后再看。",
    en: "This appeal has moved on. Refresh and look again.",
  },
  "health-only": {
    status: 403,
    zh: "申诉只能由卫健部门决定。请转卫健部门处理。",
    en: "Only the health department decides appeals. Hand it to them.",
  },
  "own-evidence": {
    status: 403,
    zh: "这条依据是您提出或确认的，须由别人决定。",
    en: "You proposed or confirmed this evidence: somebody else must decide.",
  },
  "same-person": {
    status: 403,
    zh: "复核须由另一位卫健人员作出。",
    en: "The second review takes a different health officer.",
  },
  "not-a-minor": {
    status: 422,
    zh: "匿名代为申诉只用于未成年人。其他情况请登录后申诉，或拨打12345。",
    en: "Appeals without signing in are for minors only. Sign in, or call 12345.",
  },
  "review-too-late": {
    status: 409,
    zh: "已超过申请复核的期限（七天）。可向人民法院起诉或联系监督员。",
    en: "The seven days for a second review are over. The ombudsman and the court remain open.",
  },
});
