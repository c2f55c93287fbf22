/** What can be refused when feeds are handed in, runs are ordered and rules are signed. */
import { problems } from "#kernel/problem.ts";

export const intakeProblems = problems("intake", {
  "bad-name": {
    status: 422,
    zh: "文件名不符合约定（例如 trips-01.parquet、cases.csv）。请改名后再交。",
    en: "The file's name is not one of this feed's (such as trips-01.parquet, cases.csv). Rename it and hand it in again.",
  },
  "other-department": {
    status: 403,
    zh: "各部门只能提交本部门的数据。请由对应部门提交。",
    en: "A department hands in its own feeds only. Ask the department concerned to hand this in.",
  },
  "file-too-large": {
    status: 413,
    zh: "文件超过大小上限。请拆成几个文件（例如 trips-01、trips-02）后再交。",
    en: "The file is larger than the limit. Split it (trips-01, trips-02, …) and hand the parts in.",
  },
  "empty-file": {
    status: 422,
    zh: "文件是空的。请检查后重新提交。",
    en: "The file is empty. Check it and hand it in again.",
  },
  "cut-short": {
    status: 400,
    zh: "传输中断，文件没有收全，未登记。请重新提交。",
    en: "The transfer broke off; the file is incomplete and was not taken. Hand it in again.",
  },
  "no-feeds": {
    status: 409,
    zh: "这一天还没有任何数据文件。请先提交数据。",
    en: "No feed has been handed in for this day yet. Hand in feeds first.",
  },
  "already-running": {
    status: 409,
    zh: "这一天的研判正在进行。请等它完成。",
    en: "An assessment of this day is running. Wait until it is done.",
  },
  "engine-away": {
    status: 409,
    zh: "没有配置外部 PostgreSQL，不能用 postgres 引擎。请用 duckdb。",
    en: "No PostgreSQL server is configured for the postgres engine. Use duckdb.",
  },
  "no-rule-set": {
    status: 409,
    zh: "这一天没有生效的研判规则。请先签发规则。",
    en: "No published rule set is valid on this day. Publish one first.",
  },
  "rule-set-fault": {
    status: 422,
    zh: "规则文件有错，未登记。请按 faults 中的位置改正。",
    en: "The rule set has faults and was not recorded. Correct the places named in `faults`.",
  },
  "rule-set-version": {
    status: 409,
    zh: "版本号必须正好比最新版本大一。请按 expected 改正。",
    en: "The version must be the latest plus one. Use the one in `expected`.",
  },
  "already-published": {
    status: 409,
    zh: "这个版本已经签发，不能再签。",
    en: "This version is published already; there is nothing left to sign.",
  },
  "already-signed": {
    status: 409,
    zh: "同一个人不能签两次。请由另一位卫健签字人签。",
    en: "One person cannot sign twice. Another signatory of the health department must sign.",
  },
});
