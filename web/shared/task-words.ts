/** Words of tasks and reports, for the command pages and the phone alike. */
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import type { Queue, TaskState } from "#capabilities/tasks/rules/states.ts";

const zh = {
  state: {
    issued: "已下发",
    delivered: "已送达",
    read: "已阅",
    accepted: "已签收",
    returned: "退回待派",
    transferred: "移交待接收",
    done: "已办结",
    closed: "已移出名单",
    moved: "已转他县",
  } satisfies Record<TaskState, string>,
  queue: { ordinary: "普通", unlocated: "待定位", arbitration: "待裁定" } satisfies Record<Queue, string>,
  result: {
    HOME_IN_PLACE: "在家，已见到或通话",
    CENTRAL: "已集中观察",
    HOSPITAL: "已送医",
    COMPLETED_14D: "已满14天",
    NOT_RETURNED: "尚未返回",
    LEFT: "已离开",
    WRONG_NUMBER: "号码有误",
    NO_ANSWER: "无人应答",
    REFUSED: "不愿配合",
    NOT_AT_ADDRESS: "不住此处",
    MOVED: "已搬迁",
    DUPLICATE: "重复",
    DECEASED: "已故",
    NOT_THE_PERSON: "并非本人",
    ALREADY_MANAGED: "已由他方管理",
  } satisfies Record<VisitResult, string>,
  overdue: "已逾期",
  due: "首次联系截止",
};

const en: typeof zh = {
  state: {
    issued: "Issued",
    delivered: "Delivered",
    read: "Read",
    accepted: "Accepted",
    returned: "Returned",
    transferred: "Offered elsewhere",
    done: "Done",
    closed: "Left the list",
    moved: "In another county",
  },
  queue: { ordinary: "Ordinary", unlocated: "Cannot be located", arbitration: "To be decided" },
  result: {
    HOME_IN_PLACE: "At home, seen or spoken to",
    CENTRAL: "In central observation",
    HOSPITAL: "In hospital",
    COMPLETED_14D: "14 days completed",
    NOT_RETURNED: "Has not returned",
    LEFT: "Has left",
    WRONG_NUMBER: "Wrong number",
    NO_ANSWER: "No answer",
    REFUSED: "Declined",
    NOT_AT_ADDRESS: "Does not live here",
    MOVED: "Has moved",
    DUPLICATE: "Duplicate",
    DECEASED: "Deceased",
    NOT_THE_PERSON: "Not the person",
    ALREADY_MANAGED: "Already looked after",
  },
  overdue: "Overdue",
  due: "First contact due",
};

export const words = { zh, en };

/** The word of a result as it stands in a record; the code itself when it is none of the list. */
export const resultWord = (table: Readonly<Record<string, string>>, code: string): string => table[code] ?? code;
