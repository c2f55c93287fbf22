import { problems } from "#kernel/problem.ts";

export const falseGreenProblems = problems("false-greens", {
  "not-now": {
    status: 409,
    zh: "这件申报核实已经走到下一步。请刷新后再看。",
    en: "This case has moved on. Refresh and look again.",
  },
  "not-verified": {
    status: 422,
    zh: "认定故意隐瞒之前，必须先有上门核实结果。请先安排核实。",
    en: "Nobody is found to have concealed on records alone: have it verified at the door first.",
  },
  "health-only": {
    status: 403,
    zh: "只有卫健部门可以作出认定。请转卫健部门处理。",
    en: "Only the health department decides. Hand it to them.",
  },
  "not-in-shadow": {
    status: 409,
    zh: "这条规则正在使用，无需恢复。",
    en: "This rule is in use; there is nothing to bring back.",
  },
  "same-person": {
    status: 409,
    zh: "需要卫健部门的另一个人确认。",
    en: "Another person of the health department must confirm.",
  },
});
