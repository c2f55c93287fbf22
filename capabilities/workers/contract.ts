/** Accounts, posts, terminals: who may act where, from when until when. */
import { z } from "zod";
import { DEPARTMENTS, ROLES } from "#kernel/actor.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";

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
});

export const Post = z.object({
  id: z.uuid(),
  role: z.enum(ROLES),
  area: z.string(),
  areaName: z.string(),
  department: z.enum(DEPARTMENTS).nullable(),
  organisation: z.string(),
});

export const Me = z.object({
  displayName: z.string(),
  username: z.string(),
  post: Post,
  /** The other posts of this account, to switch to. */
  posts: z.array(Post),
  /** The platform's own time: the demo lives in February 2020. */
  now: z.iso.datetime(),
  isDemo: z.boolean(),
});

export const signIn = route({
  method: "POST",
  path: "/session",
  summary: "Sign in with account and password; sets the session cookie.",
  who: "anyone",
  params: z.object({}),
  body: z.object({
    username: z.string().min(1).max(60),
    password: z.string().min(1).max(200),
    postId: z.uuid().optional(),
  }),
  result: Me,
  problems: [workerProblems["wrong-sign-in"], workerProblems.locked, workerProblems["no-post"]],
  runs: "by-itself",
  perMinute: 60,
});

export const signOut = route({
  method: "DELETE",
  path: "/session",
  summary: "Sign out: the session ends on the server at once.",
  who: "signed-in",
  params: z.object({}),
  body: z.unknown(),
  result: z.object({}),
  problems: [],
  runs: "by-itself",
});

export const showMe = route({
  method: "GET",
  path: "/session",
  summary: "Who am I: name, present post, other posts, the platform's time.",
  who: "signed-in",
  params: z.object({}),
  body: z.undefined(),
  result: Me,
  problems: [],
});

export const switchPost = route({
  method: "POST",
  path: "/session/post",
  summary: "Act from another of one's own posts.",
  who: "signed-in",
  params: z.object({}),
  body: z.object({ postId: z.uuid() }),
  result: Me,
  problems: [workerProblems["no-post"]],
  runs: "by-itself",
});
