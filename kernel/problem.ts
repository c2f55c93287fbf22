/** One refusal as data: its code is public and never reused; each sentence says what to do next. */
export type ProblemKind = {
  readonly code: `${string}/${string}`;
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 428 | 429 | 503;
  readonly zh: string;
  readonly en: string;
};

/** A table of one capability's refusals, by short name; the code is `capability/short-name`. */
export function problems<const Name extends string>(
  capability: string,
  table: Readonly<Record<Name, Omit<ProblemKind, "code">>>,
): Readonly<Record<Name, ProblemKind>> {
  const entries = Object.entries<Omit<ProblemKind, "code">>(table).map(([name, kind]) => [
    name,
    { code: `${capability}/${name}`, ...kind },
  ]);
  return Object.fromEntries(entries) as Readonly<Record<Name, ProblemKind>>;
}

/** The refusals that any route can give. */
export const common = problems("common", {
  "not-signed-in": { status: 401, zh: "请先登录。", en: "Please sign in first." },
  "not-your-duty": {
    status: 403,
    zh: "您现在的岗位不能做这件事。请换一个岗位，或联系本级中心。",
    en: "Your present post may not do this. Switch posts, or ask your centre.",
  },
  "not-found": {
    status: 404,
    zh: "找不到，或不在您的辖区内。请核对后再试。",
    en: "Not found, or outside your area. Check it and try again.",
  },
  "wrong-shape": {
    status: 400,
    zh: "提交的内容格式不对。请按提示改正后再提交。",
    en: "What was sent has the wrong shape. Correct the fields named and send it again.",
  },
  "too-large": {
    status: 413,
    zh: "提交的内容太大。请分批提交。",
    en: "What was sent is too large. Send it in smaller parts.",
  },
  "wrong-media-type": {
    status: 415,
    zh: "提交的内容类型不对。请用 JSON 提交。",
    en: "Unsupported content type. Send JSON.",
  },
  "cross-site": {
    status: 403,
    zh: "请求不是从本系统的页面发出的，已拒绝。请从本系统页面操作。",
    en: "The request did not come from this system's own pages. Use them.",
  },
  "purpose-not-in-force": {
    status: 403,
    zh: "这项用途没有公布，或已经停止，系统不处理个人信息。用途清单见“公开”页面。",
    en: "This use of personal data is not published or has ended, so the platform refuses it. See the list of purposes.",
  },
  "too-many": {
    status: 429,
    zh: "请求太频繁。请稍等片刻再试。",
    en: "Too many requests. Wait a moment and try again.",
  },
  conflict: {
    status: 409,
    zh: "别人刚刚改动过。请刷新后再试。",
    en: "Somebody was faster. Refresh and try again.",
  },
  "try-later": {
    status: 503,
    zh: "服务暂时繁忙。内容没有丢失，请稍后再试。",
    en: "The service is busy for the moment. Nothing is lost; try again shortly.",
  },
});

/** What a fault of ours says: the request id and nothing of its inside. */
export const FAULT = {
  code: "common/fault",
  status: 500,
  zh: "系统出错了，已记录。请稍后再试；若仍不行，请把编号告诉管理员。",
  en: "Something went wrong on our side and was recorded. Try again later; if it persists, tell your administrator the id.",
} as const;
