import { problems } from "#kernel/problem.ts";

export const observationProblems = problems("observation", {
  "no-basis": {
    status: 422,
    zh: "此人不在现行公布名单的红色或黄色之中，不能由社区建档观察。确有需要，请卫健岗位下达观察决定。",
    en: "The person is not red or yellow on the published list, so the community cannot file an observation. Ask a health post to order it.",
  },
  "number-taken": {
    status: 409,
    zh: "这个号码已经用来询问另一位居民。请换一个号码，或由工作人员上门。",
    en: "This number is asked for somebody else already. Give another one, or let people ask.",
  },
  "not-the-robot": {
    status: 403,
    zh: "呼叫系统的签名不对，或时间相差太大。请核对密钥和时钟。",
    en: "The robot's signature is wrong or too old. Check its secret and its clock.",
  },
  "already-open": {
    status: 409,
    zh: "此人已有一份观察档案。请打开原档案。",
    en: "There is an open observation of this person already. Open that one.",
  },
  "wrong-state": {
    status: 409,
    zh: "现在的步骤不能做这件事（可能别人已经办了）。请刷新后看看现在到了哪一步。",
    en: "This step cannot be done now; perhaps somebody was faster. Refresh and see where it stands.",
  },
  "too-early": {
    status: 409,
    zh: "还没有到时间。请在观察期最后12小时内或期满后签字。",
    en: "It is too early. Sign within the last twelve hours or after the end.",
  },
  "seat-vacant": {
    status: 409,
    zh: "医生席位空缺，不能解除。请先补上医生席位。",
    en: "The health seat is empty, so nobody can be released. Fill the seat first.",
  },
  "not-your-seat": {
    status: 403,
    zh: "这件事由团队里另一个席位来办。请联系该席位的同事。",
    en: "Another seat of the team does this. Ask whoever sits there.",
  },
  "abnormal-open": {
    status: 409,
    zh: "异常情况还没有处理完，不能解除。请医生先给出处理结果。",
    en: "Something abnormal is still open. The doctor decides on it first.",
  },
  "rung-skipped": {
    status: 409,
    zh: "必须一步一步来：先打电话，再上门，再确认外出，再当面说明。请先做上一步。",
    en: "The ladder is climbed rung by rung: call, visit, confirm the exit, explain. Do the one before first.",
  },
  "no-statement": {
    status: 409,
    zh: "还没有记录本人的说明。请先听本人怎么说（拒绝说明也要记下）。",
    en: "The person's own statement is not on file. Hear it first, or note that none was given.",
  },
  minor: {
    status: 409,
    zh: "未成年人不走处罚程序。请与监护人沟通。",
    en: "There is no sanction for a child. Talk with the guardian.",
  },
  "wrong-temperature": {
    status: 422,
    zh: "体温请填34.0到43.0之间的数。请重新测量后再填。",
    en: "A temperature is between 34.0 and 43.0. Measure again.",
  },
  "signature-empty": {
    status: 422,
    zh: "签名太短，看不出是名字。请重新签，或选“不愿签字”并写明原因。",
    en: "The signature is too short to be a name. Sign again, or choose “declined” with the reason.",
  },
  "no-document": {
    status: 409,
    zh: "此人的证件号码还没有登记，不能建档。请网格员先在住户登记册里补上证件号码。",
    en: "No document of this person is in the register, so nothing can be filed. Have the grid worker enter it first.",
  },
  "purpose-not-yours": {
    status: 403,
    zh: "照护用途只供医护、社区干部和网格员席位查看。请改选核实外出或处理申诉。",
    en: "For care, notes are opened by the health, cadre and grid seats. Choose another purpose.",
  },
  "not-longer": {
    status: 409,
    zh: "新的结束日期要晚于现在的结束日期。请重新选日期；要提前结束，请用“提前结束”。",
    en: "An extension ends later than now. Choose another day; to end it sooner use “end early”.",
  },
  "beyond-limit": {
    status: 422,
    zh: "超过了观察期限的上限，不能再延长。请选上限以内的日期，或转送医院。",
    en: "That is beyond the longest time allowed. Choose a day within it, or transfer to a hospital.",
  },
  "not-delivered": {
    status: 409,
    zh: "解除通知还没有送达。请先送达（当面交给、念给本人听都可以），再记回访。",
    en: "The release notice was not delivered. Hand it over or read it out first, then note the follow-up.",
  },
  "follow-up-early": {
    status: 409,
    zh: "还没到回访的日子。请在解除后第3天（以本地做法为准）起再打电话。",
    en: "It is too early for the follow-up. Call from the day on which it is due (day three, or as the city says).",
  },
  "receiver-unknown": {
    status: 422,
    zh: "接收方不在名录里，或者现在不在岗。请从名录里另选一个医护岗位。",
    en: "The receiver is not in the directory or off duty. Choose another health post from it.",
  },
  "profile-unsound": {
    status: 422,
    zh: "这套办法前后不一致（时段、天数或时限）。请按页面上的提示改好再发布。",
    en: "This variant contradicts itself (windows, days or limits). Put right what the page names, then publish.",
  },
  "version-taken": {
    status: 409,
    zh: "这个版本刚刚被别人发布了。请刷新后在新版本上修改。",
    en: "Somebody published this version already. Refresh and change the new one.",
  },
});
