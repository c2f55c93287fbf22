import { problems } from "#kernel/problem.ts";

export const teamProblems = problems("teams", {
  "wrong-post": {
    status: 422,
    zh: "这个岗位不能坐这个席位：角色不符、不管这个地方、或不在岗。请从推荐人选里选。",
    en: "This post cannot take the seat: another role, another area, or off duty. Choose one that is proposed.",
  },
  full: {
    status: 409,
    zh: "这个岗位负责的户数已到上限。请选下一位。",
    en: "This post looks after as many homes as it may. Choose the next one.",
  },
  "wrong-code": {
    status: 404,
    zh: "邀请码不对，或已过期、已用过。请向社区工作人员重新要一个。",
    en: "The invitation code is wrong, used or out of date. Ask the community for a new one.",
  },
  "too-many-tries": {
    status: 429,
    zh: "试错太多。请一小时后再试，或请社区工作人员当面帮忙。",
    en: "Too many wrong codes. Try again in an hour, or ask the community in person.",
  },
  "not-agreed": {
    status: 422,
    zh: "请帮忙的人进入团队，须先经居民本人（或监护人）同意。请先问过本人。",
    en: "A supporter joins only when the resident (or guardian) agrees. Ask the resident first.",
  },
  "team-full": {
    status: 409,
    zh: "帮忙的人已经够多了。请先请一位退出。",
    en: "The team has as many supporters as it may. End one first.",
  },
});
