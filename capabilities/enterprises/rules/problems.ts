import { problems } from "#kernel/problem.ts";

export const enterpriseProblems = problems("enterprises", {
  "code-wrong": {
    status: 422,
    zh: "统一社会信用代码不对，请对照营业执照核对18位代码。",
    en: "The unified social credit code is wrong. Compare its 18 characters with the licence.",
  },
  "already-registered": {
    status: 409,
    zh: "这家单位已经登记。如需成为管理人，请联系所在乡镇（街道）或请现管理人邀请您。",
    en: "This organisation is registered already. Ask its township, or have its manager invite you.",
  },
  "too-many-enterprises": {
    status: 422,
    zh: "一个账号最多管理二十家单位。",
    en: "One account manages twenty organisations at most.",
  },
  "wrong-state": {
    status: 409,
    zh: "申请现在的状态不能做这一步，请刷新后再看。",
    en: "The application is not in a state for this step. Refresh and look again.",
  },
  "not-your-level": {
    status: 403,
    zh: "这一步不由您这一级办理。",
    en: "This step is not your level's to take.",
  },
  incomplete: {
    status: 422,
    zh: "申请还没有填完整，请补齐标出的项目后再提交。",
    en: "The application is not complete. Fill in what is marked, then submit it.",
  },
  "too-many-photos": {
    status: 422,
    zh: "照片最多十张。请先删除一张。",
    en: "Ten photos at most. Remove one first.",
  },
  "not-a-photo": {
    status: 415,
    zh: "只收 JPEG、PNG、WebP 图片，每张不超过 2 MB。",
    en: "Only JPEG, PNG and WebP pictures of up to 2 MB are taken.",
  },
  "file-refused": {
    status: 422,
    zh: "名册文件读不了。请用模板另存为 xlsx 或 csv 后再上传。",
    en: "The roster file cannot be read. Save it as xlsx or csv from the template and upload it again.",
  },
  "columns-wrong": {
    status: 422,
    zh: "请指明姓名和证件号码各是哪一列，每列只能用一次。",
    en: "Say which columns hold the name and the number; each column can be used once.",
  },
  "roster-full": {
    status: 422,
    zh: "名册最多两万人。",
    en: "A roster holds 20,000 people at most.",
  },
  "roster-beyond-staff": {
    status: 422,
    zh: "名册人数超过登记职工人数的三倍（不足二十人的按二十人计），没有收下。人数确实如此的，请先在“登记信息”更正职工人数。",
    en: "The roster has more than three times the registered staff (at least 20 are always taken) and was not taken. If it is right, correct the headcount under Registration first.",
  },
  "last-manager": {
    status: 422,
    zh: "至少要留一名管理人。请先邀请另一人并等其确认。",
    en: "One manager must remain. Invite another and wait until that person confirms.",
  },
  "too-many-managers": {
    status: 422,
    zh: "一家单位最多二十名管理人。",
    en: "An organisation has twenty managers at most.",
  },
  "day-not-open": {
    status: 422,
    zh: "只能填报今天和昨天的数据。",
    en: "Only today and yesterday can be reported.",
  },
  "figures-wrong": {
    status: 422,
    zh: "人数对不上：到岗、发热、隔离人数不能超过名册人数。",
    en: "The figures do not agree: nobody beyond the roster can be on site, feverish or isolated.",
  },
});
