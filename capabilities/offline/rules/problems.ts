import { problems } from "#kernel/problem.ts";

export const offlineProblems = problems("offline", {
  "unreadable-command": {
    status: 400,
    zh: "这条记录的格式不对，没有收下。请按提示的栏目改正后重新提交。",
    en: "This entry has the wrong shape and was not taken. Correct the fields named and send it again.",
  },
  "unknown-kind": {
    status: 422,
    zh: "服务器还不认识这种记录。请更新后再提交，内容仍在您的手机里。",
    en: "The server does not know this kind of entry yet. Update and send again; yours stays on the phone.",
  },
  "from-the-future": {
    status: 422,
    zh: "这条记录的时间晚于现在十分钟以上。请核对手机时间后重新填写。",
    en: "This entry says it was made more than ten minutes from now. Check the phone's clock and enter it again.",
  },
  "too-old": {
    status: 422,
    zh: "这条记录是三十一天以前的，系统不再收。请交给本级中心补录。",
    en: "This entry is more than 31 days old and is no longer taken. Hand it to your centre.",
  },
  "id-taken": {
    status: 409,
    zh: "这条记录的编号已被别的记录占用。请重新填写，手机会给它新的编号。",
    en: "Another entry already has this id. Enter it again; the phone gives it a new id.",
  },
  "predecessor-refused": {
    status: 422,
    zh: "它要接着的那条记录没有被收下，所以这条也没有收下。请先处理那一条。",
    en: "The entry that this one follows was refused, so this one was too. Deal with that one first.",
  },
  "not-taken": {
    status: 422,
    zh: "系统不能收下这条记录，已登记。请把编号告诉本级中心。",
    en: "This entry could not be taken, and that was recorded. Tell your centre its id.",
  },
  "area-too-wide": {
    status: 422,
    zh: "手机上最多放一个村（社区）。请选一个村或一个网格。",
    en: "A phone holds one village at most. Choose a village or a grid.",
  },
  "sign-in-again": {
    status: 403,
    zh: "为了安全，请先重新登录，十五分钟内再打开。",
    en: "To be safe, sign in again first, and open it within fifteen minutes.",
  },
  "not-the-gateway": {
    status: 403,
    zh: "短信网关的签名不对，或时间相差太大。请核对密钥和时钟。",
    en: "The gateway's signature is wrong or too old. Check its secret and its clock.",
  },
  "secret-gone": {
    status: 410,
    zh: "打开这部分内容的密钥已经销毁。请清除后重新开始，需要时向本级中心说明。",
    en: "The key to this was destroyed. Erase it and start anew; tell your centre if need be.",
  },
  "start-over": {
    status: 410,
    zh: "手机上的资料已经过期，或您的岗位变了。手机会清除后重新下载。",
    en: "What the phone holds is too old, or your post has changed. It erases it and starts over.",
  },
});
