/** Words of the page of whoever answers for a joint-defence unit. */
import type { Seat, Tap } from "#capabilities/neighbours/rules/heads.ts";
import type { Words } from "../../shared/language.ts";

const seat: Readonly<Record<Seat, string>> = { head: "责任人", deputy: "副责任人" };
const tap: Readonly<Record<Tap, string>> = { NORMAL: "都正常", HELP: "需要帮助", NOTICE: "有情况" };

const zh = {
  title: "我的联防单元",
  none: "您现在没有担任联防单元的责任人。",
  unit: (number: string) => `单元 ${number}`,
  seat,
  asked: (seatWord: string) =>
    `网格员请您担任这个单元的${seatWord}。做什么：每天点一下，把通知转告邻居。任期三十天，随时可以退出。`,
  kept: "系统只封存您的姓名和电话，供网格员联系您；您退出时立即删除。您看不到、也不用打听邻居的健康情况。",
  agree: "我同意担任",
  decline: "我不担任",
  today: "今天怎么样",
  todayLead: "每天 18 点前点一下就行；忘了也没关系。",
  tap,
  tapped: (word: string, clock: string) => `今天 ${clock} 已报：${word}`,
  again: "情况变了，可以再点一次。",
  words: "想说明的（可不填；不写任何人的病情）",
  helpSent: "网格员两小时内会联系您。",
  noticeSent: "网格员今天会联系您了解情况。",
  later: "没有网络，已存在手机里，有网络后自动送出。",
  notices: "请转告邻居",
  noNotices: "现在没有要转告的通知。",
  read: "已转告",
  markRead: "我已转告",
  doors: (n: number) => `本单元 ${n} 户`,
  deputyYes: "已有副责任人，您外出时由他代报。",
  deputyNo: "还没有副责任人。有合适的邻居，请告诉网格员。",
  until: (day: string) => `任期到 ${day}`,
  withdraw: "退出担任",
  withdrawSure: "退出后，系统立即删除您的姓名和电话。确定退出吗？",
  withdrawYes: "确定退出",
  cancel: "取消",
};

const en: typeof zh = {
  title: "My joint-defence unit",
  none: "You answer for no unit at present.",
  unit: (number) => `Unit ${number}`,
  seat: { head: "head", deputy: "deputy" },
  asked: (seatWord) =>
    `The grid worker asks you to be this unit's ${seatWord}: a tap a day, and passing on notices. Thirty days; you may leave at any time.`,
  kept: "Only your name and phone are kept, sealed, so that the worker can call; they are erased when you leave. You see nothing of your neighbours' health, and need not ask.",
  agree: "I agree",
  decline: "I would rather not",
  today: "How is it today",
  todayLead: "One tap before 18:00; never mind if you forget.",
  tap: { NORMAL: "All well", HELP: "Help is needed", NOTICE: "Something happened" },
  tapped: (word, clock) => `Said today at ${clock}: ${word}`,
  again: "If it changes, tap again.",
  words: "A few words (optional; nobody's illness)",
  helpSent: "The grid worker will call you within two hours.",
  noticeSent: "The grid worker will call you today.",
  later: "No network: kept on this phone and sent when there is one.",
  notices: "Please pass on",
  noNotices: "Nothing to pass on now.",
  read: "Passed on",
  markRead: "I have passed it on",
  doors: (n) => `${n} doors in this unit`,
  deputyYes: "There is a deputy, who taps when you are away.",
  deputyNo: "No deputy yet. If a neighbour would do it, tell the grid worker.",
  until: (day) => `Term until ${day}`,
  withdraw: "Leave the post",
  withdrawSure: "Your name and phone are erased at once. Leave?",
  withdrawYes: "Yes, leave",
  cancel: "Cancel",
};

export const unitWords: Words<typeof zh> = { zh, en };
