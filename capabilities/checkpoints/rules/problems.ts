import { problems } from "#kernel/problem.ts";

export const checkpointProblems = problems("checkpoints", {
  "not-your-checkpoint": {
    status: 422,
    zh: "这个卡口不在您的辖区内，或已撤销。请重新选择卡口。",
    en: "That checkpoint is outside your area or closed. Choose a checkpoint again.",
  },
  "no-such-place": {
    status: 422,
    zh: "没有这个地点，或不在您的辖区内。请从地点列表中选择。",
    en: "There is no such place in your area. Choose one from the list of places.",
  },
  "lower-level": {
    status: 403,
    zh: "卡口由镇（街道）及以上中心设立，公告由县（市、区）中心发布。",
    en: "Checkpoints are set up by the township's centre or above; the county's centre publishes the rule of the day.",
  },
  "wrong-plan": {
    status: 422,
    zh: "排班有误：时间倒置、超过十二小时、通道不存在，或同一人同时排在两处。请改正。",
    en: "The plan is wrong: a turn runs backward or over twelve hours, names no lane, or puts a person in two places.",
  },
  "no-such-post": {
    status: 422,
    zh: "排班中有人不是本卡口的值守人员。请核对。",
    en: "Somebody in the plan is no staff of this checkpoint. Check the posts.",
  },
  "from-the-future": {
    status: 422,
    zh: "记录的时间晚于现在。请核对手机时间。",
    en: "The record's time is in the future. Check the phone's clock.",
  },
  "too-old": {
    status: 422,
    zh: "记录已超过保存期限（16天），不再接收。",
    en: "The record is older than records are kept (16 days) and is not taken.",
  },
  "id-taken": {
    status: 409,
    zh: "这个编号已被别的记录使用。请重新登记一次。",
    en: "This id belongs to another record. Register it again.",
  },
  "no-such-shift": {
    status: 422,
    zh: "没有这一班，或它已经交接。请刷新后再看。",
    en: "There is no such shift, or it was handed over already. Refresh and look again.",
  },
  "wrong-number": {
    status: 422,
    zh: "证件号码不对。请核对后重新输入。",
    en: "The identity number is not right. Check it and type it again.",
  },
  "unreadable-record": {
    status: 422,
    zh: "记录格式不对，未能接收。请升级页面后重新登记。",
    en: "The record has the wrong shape and was not taken. Update the page and register it again.",
  },
  "not-taken": {
    status: 422,
    zh: "这一条未能入库，其他的不受影响。请重新登记一次。",
    en: "This record could not be taken; the others were. Register it again.",
  },
  busy: {
    status: 503,
    zh: "服务暂时繁忙，记录都在手机里，稍后会自动再传。",
    en: "The service is busy; everything is on the phone and is sent again by itself.",
  },
  "no-such-code": {
    status: 422,
    zh: "这不是本系统卡口或场所的二维码。",
    en: "That is no code of a checkpoint or venue of this system.",
  },
});
