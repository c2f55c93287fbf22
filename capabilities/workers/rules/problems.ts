/** The refusals of sign-in, posts and terminals. */
import { problems } from "#kernel/problem.ts";

export const workerProblems = problems("workers", {
  "wrong-sign-in": {
    status: 401,
    zh: "账号或密码不对。请核对后再试；忘记密码请联系本级中心。",
    en: "Wrong account or password. Check them; if you forgot the password, ask your centre.",
  },
  locked: {
    status: 429,
    zh: "连续输错太多次，账号已暂时锁定。请十五分钟后再试。",
    en: "Too many wrong attempts: the account is locked for a while. Try again in fifteen minutes.",
  },
  "no-post": {
    status: 403,
    zh: "这个账号目前没有有效岗位。请联系本级中心。",
    en: "This account holds no post at present. Ask your centre.",
  },
  "may-not-appoint": {
    status: 403,
    zh: "您的岗位不能任免或调整这个岗位。请联系上级中心。",
    en: "Your post may not give, change or end this post. Ask the centre above.",
  },
  "username-taken": {
    status: 409,
    zh: "这个账号名已有别人使用。请换一个账号名。",
    en: "Somebody else has this user name. Choose another.",
  },
  "not-in-future": {
    status: 422,
    zh: "岗位的起止时间不对。请核对。",
    en: "The post's times are wrong: it must end after it begins, and not in the past.",
  },
  "already-ended": {
    status: 409,
    zh: "已经结束，不需要再操作。请刷新查看。",
    en: "It has ended already. Refresh to see.",
  },
  "already-absent": {
    status: 409,
    zh: "这段时间已经登记离岗。请先结束原来的登记。",
    en: "An absence is on record for this time already. End that one first.",
  },
  "wrong-times": {
    status: 422,
    zh: "离岗的起止时间不对。请核对。",
    en: "The absence must end after it begins, and not begin in the past.",
  },
  "wrong-substitute": {
    status: 422,
    zh: "不能由这个岗位顶岗。请选同一县（市、区）内在岗的另一人。",
    en: "This post cannot stand in. Choose someone else on duty in the same county.",
  },
  "not-township": {
    status: 403,
    zh: "激活码由乡镇（街道）及以上中心发放。请联系乡镇（街道）中心。",
    en: "Activation codes come from the centre of the township or above. Ask there.",
  },
  "wrong-activation": {
    status: 401,
    zh: "激活码或密码不对，或激活码已过期、已使用。请核对，或向乡镇（街道）中心重新领取。",
    en: "Wrong code or password, or the code has expired or was used. Check it, or ask the township's centre for a new one.",
  },
  "weak-password": {
    status: 422,
    zh: "密码太容易猜到。请用至少 8 位、不含账号名的密码。",
    en: "This password is too easy to guess: at least 8 characters, not the user name, not a plain sequence.",
  },
});
