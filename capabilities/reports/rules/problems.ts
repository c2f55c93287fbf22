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
    zh: "个人名单不从这里导出，这里只导出数字。请在本网格的页面上打印。",
    en: "Lists of persons are not exported here, only figures. Print your own grid's page.",
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
  "repeat-of-persons": say(
    "个人名单不进报表（导出须两人批准并加水印），请改用 {{#each households}}，只印人数",
    "Lists of persons do not go into reports (they leave by two approvals and a watermark); use {{#each households}}, which prints numbers",
  ),
  "repeat-unknown": say(
    "只能写 {{#each places}}、{{#each doors}} 或 {{#each households}}",
    "Only {{#each places}}, {{#each doors}} or {{#each households}} may be written",
  ),
} as const;
