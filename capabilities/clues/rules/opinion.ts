/**
 * A clue about a person's opinion is refused at entry with the reason (design/command.md, "Clues"): the same rule on the phone,
 * before anything is sent, and on the server. It looks for words that make what somebody says, writes, believes or petitions for
 * the matter itself; a rumour that endangers health may name where it was read.
 *
 * Source of the list: reference/domain.md §6.11 ("Not allowed: petition or complaint as risk; persons' beliefs"). It catches
 * words, not meanings: the two who assess refuse what it lets through ("out-of-scope").
 */
import type { ClueCategory } from "./categories.ts";

/** What a person thinks, believes or asks of the authorities: never a clue, in no category. */
const NEVER = [
  "上访",
  "信访",
  "请愿",
  "思想动态",
  "思想倾向",
  "政治倾向",
  "政治立场",
  "宗教",
  "信教",
  "信仰",
  "发牢骚",
  "负面情绪",
  "负面言论",
  "不当言论",
  "批评政府",
  "批评领导",
  "批评干部",
  "骂政府",
  "骂领导",
  "骂干部",
  "对政府不满",
  "对领导不满",
  "对干部不满",
  "对政策不满",
  "质疑政策",
  "举报干部",
  "投诉干部",
  "petition",
  "opinion",
  "belief",
  "criticises the government",
  "criticizes the government",
] as const;

/** What somebody said in public: a matter only where it is a rumour that endangers health. */
const ONLY_RUMOURS = ["言论", "发帖", "发文", "发视频", "朋友圈", "微博"] as const;

/** The word that makes it one about an opinion; null: none found. */
export function opinionIn(category: ClueCategory, texts: readonly string[]): string | null {
  const words = category === "health-rumour" ? NEVER : [...NEVER, ...ONLY_RUMOURS];
  const all = texts.join("\n").toLowerCase().replace(/\s+/g, " ");
  return words.find((word) => all.includes(word)) ?? null;
}
