import { problems } from "#kernel/problem.ts";

export const reportProblems = problems("reports", {
  "file-refused": {
    status: 422,
    zh: "模板读不了。请用 Excel 或 WPS 另存为 .xlsx（不加密，2 MB 以内）后再上传。",
    en: "The template cannot be read. Save it as .xlsx (no password, 2 MB at most) and upload it again.",
  },
  "not-a-template": {
    status: 422,
    zh: "这个文件不能作模板，原因见下。请去掉宏、外部链接和嵌入对象，写好标记后再上传。",
    en: "The file cannot be a template, for the reason given. Remove macros, outside links and objects, put markers in, and upload it again.",
  },
  "template-ended": {
    status: 409,
    zh: "该模板已停用或已有新版本。请刷新后选用现行版本。",
    en: "The template was retired or has a newer version. Refresh and choose the one in use.",
  },
  "day-in-the-future": {
    status: 422,
    zh: "日期还没有到。请选今天或更早的日期。",
    en: "That day has not come yet. Choose today or an earlier one.",
  },
  "not-a-period": {
    status: 422,
    zh: "起始日期要早于结束日期，且不超过 366 天。请重新选择。",
    en: "The first day must be before the last, 366 days at most. Choose again.",
  },
  "nothing-known": {
    status: 422,
    zh: "那个时刻还没有任何数字。请选更晚的时刻。",
    en: "Nothing was known at that instant. Choose a later one.",
  },
  "too-many-places": {
    status: 422,
    zh: "下级地区太多，一张表放不下。请选下一级地区。",
    en: "Too many places below for one sheet. Choose a place below.",
  },
  "too-many-lines": {
    status: 422,
    zh: "门户或住户超过 5,000 条，一张表放不下。请选下一级地区。",
    en: "More than 5,000 doors or households for one sheet. Choose a place below.",
  },
  "persons-not-exported": {
    status: 403,
    zh: "个人名单不从这里导出。请在报表页用带 {{#each persons}} 的模板申请，由两人批准。",
    en: "Lists of persons are not exported here. Ask for one on the reports page with a template that has {{#each persons}}; two approve it.",
  },
  "purpose-missing": {
    status: 422,
    zh: "导出明细要选用途。请选择后再导出。",
    en: "Rows are taken away for a purpose. Choose one and export again.",
  },
  "too-many-rows": {
    status: 422,
    zh: "明细超过 20,000 行。请选更小的地区，分次导出。",
    en: "More than 20,000 rows. Choose a smaller place and export part by part.",
  },
  "needs-approval": {
    status: 409,
    zh: "这个模板打印个人名单，要写明用途申请，由两个部门各批一次。请用“申请个人名单”。",
    en: "This template prints persons: ask for it with its purpose, and two departments approve it. Use “Ask for a list of persons”.",
  },
  "not-your-seat": {
    status: 403,
    zh: "个人名单由卫健或公安签字人申请，由另外两个部门（卫健、公安、中心）的签字人各批一次；申请人不能批。请由他们操作。",
    en: "A list of persons is asked for by a signatory of health or police and approved by signatories of two departments (health, police, centre), never by whoever asked. Ask them.",
  },
  "list-over": {
    status: 409,
    zh: "这份名单已经批过、被拒绝或过了期限。需要时请重新申请。",
    en: "This list was decided, refused, or its time is over. Ask for it anew if it is needed.",
  },
  "too-many-persons": {
    status: 422,
    zh: "名单超过 500 人。请选更小的地区，分次申请。",
    en: "More than 500 persons. Choose a smaller place and ask part by part.",
  },
});

const say = (zh: string, en: string) => ({ zh, en });
/** Why a workbook is no template. */
export const TEMPLATE_FAULTS = {
  macros: say("文件带宏", "The file has macros"),
  "links-outside": say("文件链接到外部", "The file links to outside"),
  objects: say("文件里有嵌入对象或控件", "The file has embedded objects or controls"),
  "calls-outside": say("公式会访问外部", "A formula calls outside"),
  "no-markers": say("没有找到标记，或标记超过 2000 个", "There is no marker, or more than 2,000"),
  prefixed: say(
    "这个工作表的格式不支持，请另存一次",
    "A sheet is written in a way that is not supported; save it again",
  ),
  "repeat-with-shared-formulas": say(
    "有重复行的工作表里公式是批量填充的，请逐格写公式",
    "A sheet with repeated rows has filled-down formulas; write them cell by cell",
  ),
  "repeat-with-table": say(
    "有重复行的工作表里有“表格”对象，请转换为区域",
    "A sheet with repeated rows has a table object; convert it to a range",
  ),
  "repeat-unknown": say(
    "只能写 {{#each places}}、{{#each doors}}、{{#each households}} 或 {{#each persons}}",
    "Only {{#each places}}, {{#each doors}}, {{#each households}} or {{#each persons}} may be written",
  ),
} as const;
