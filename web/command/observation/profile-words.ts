/** Words of the desk's page of the observation profile. */
import { BASES, type Limited, STEPS, WINDOWS } from "#capabilities/observation/rules/profile.ts";
import type { ProfileFault } from "#capabilities/observation/rules/sound.ts";

const zh = {
  title: "居家观察的办法",
  lead: "步骤的叫法、测温时段、天数和时限。发布后，新建的档案照此办理；已建的档案照建档时的办法。",
  counts: (whose: string, version: number) =>
    version === 0 ? `现在用的是${whose}。` : `现在用的是${whose}，本地第 ${version} 版。`,
  own: "本地的办法",
  platform: "平台统一的办法",
  above: (place: string) => `上级（${place}）的办法`,
  form: "办法",
  step: {
    file: "第1步",
    inform: "第2步",
    team: "第3步",
    checks: "第4步",
    errands: "第5步",
    abnormal: "第6步",
    release: "第7步",
  },
  nameZh: "叫法",
  nameEn: "英文叫法",
  days: { "list-red": "名单红色，几天", "list-yellow": "名单黄色，几天", "health-order": "医生决定，几天" },
  window: { morning: "上午测温", evening: "下午测温" },
  from: "从几点",
  to: "到几点",
  limit: {
    mostDays: "连同延长最多几天",
    informHours: "建档后几小时内告知",
    teamHours: "建档后几小时内组队",
    callHours: "漏测后几小时内打电话",
    visitHours: "漏测后几小时内上门",
    abnormalMinutes: "医生几分钟内回应",
    signHoursBefore: "到期前几小时可签字",
    overdueHours: "到期几小时未签即告警",
    climbHours: "每几小时升一级",
    deliverByHour: "次日几点前送达解除通知",
    followUpDays: "解除后第几天回访",
  } satisfies Record<Limited, string>,
  between: (least: number, most: number) => `${least}–${most}`,
  careDays: "关怀电话在第几天（用逗号隔开）",
  household: "不能分开住时，谁也观察",
  who: { "sharing-a-room": "同室居住的人", everybody: "同住的所有人" },
  faults: "还不能保存",
  fault: {
    "window-backwards": "测温时段的开始要早于结束。",
    "windows-overlap": "上午和下午的时段不能重叠。",
    "days-beyond-limit": "天数不能超过“连同延长最多几天”。",
    "visit-before-call": "上门的时限不能早于打电话的时限。",
    "care-day-beyond": "关怀电话的日子超过了最多天数。",
    "care-days-twice": "同一天的关怀电话写了两次。",
  } satisfies Record<ProfileFault, string>,
  notANumber: "有的数没填，或不在范围内。",
  why: "为什么改（至少4个字）",
  save: "存为草稿",
  saved: "草稿已保存",
  draft: "草稿",
  noDraft: "没有草稿。改动上面的内容，写明原因，先存为草稿。",
  draftBy: (who: string, at: string) => `${who} · ${at} 保存`,
  draftOld: "草稿写好以后，别人已经发布了新版。请对照现在的办法重新保存。",
  changes: "与现在的不同",
  noChanges: "没有不同。",
  legalBasis: "依据（文件名称和文号）",
  publish: "发布，从现在起算",
  published: "已发布",
  drop: "放弃草稿",
  dropped: "草稿已放弃",
  unsaved: "有改动还没存为草稿，发布的是存好的草稿。",
  history: "发布过的版本",
  noHistory: "本地还没有发布过。",
  version: "版本",
  basis: "依据",
  reason: "原因",
  by: "谁发布",
  when: "时间",
};

const en: typeof zh = {
  title: "How home observation goes",
  lead: "Names of steps, windows, days and limits. What is published counts for what is filed from then on; each file keeps its own.",
  counts: (whose, version) => (version === 0 ? `In force: ${whose}.` : `In force: ${whose}, own version ${version}.`),
  own: "this area's own",
  platform: "the platform's own",
  above: (place) => `that of ${place}`,
  form: "The profile",
  step: {
    file: "Step 1",
    inform: "Step 2",
    team: "Step 3",
    checks: "Step 4",
    errands: "Step 5",
    abnormal: "Step 6",
    release: "Step 7",
  },
  nameZh: "Chinese name",
  nameEn: "English name",
  days: {
    "list-red": "Days, listed red",
    "list-yellow": "Days, listed yellow",
    "health-order": "Days, a doctor's order",
  },
  window: { morning: "Morning check", evening: "Afternoon check" },
  from: "from",
  to: "to",
  limit: {
    mostDays: "Days at most, with extensions",
    informHours: "Informed within hours",
    teamHours: "Team formed within hours",
    callHours: "Call within hours of a miss",
    visitHours: "Visit within hours of a miss",
    abnormalMinutes: "Doctor answers within minutes",
    signHoursBefore: "Signed from hours before the end",
    overdueHours: "Overdue after hours",
    climbHours: "One level up every hours",
    deliverByHour: "Notice delivered by (hour)",
    followUpDays: "Follow-up on day",
  },
  between: (least, most) => `${least}–${most}`,
  careDays: "Care calls on days (with commas)",
  household: "Who observes too when separation is impossible",
  who: { "sharing-a-room": "who shares the room", everybody: "everybody of the home" },
  faults: "Cannot be saved yet",
  fault: {
    "window-backwards": "A window begins before it ends.",
    "windows-overlap": "The two windows must not overlap.",
    "days-beyond-limit": "No days beyond the most days.",
    "visit-before-call": "The visit's limit is not before the call's.",
    "care-day-beyond": "A care call lies beyond the most days.",
    "care-days-twice": "A day of care calls stands twice.",
  },
  notANumber: "A number is missing or out of range.",
  why: "Why (at least 4 letters)",
  save: "Save as draft",
  saved: "Draft saved",
  draft: "Draft",
  noDraft: "No draft. Change something above, say why, and save it as a draft first.",
  draftBy: (who, at) => `${who} · saved ${at}`,
  draftOld: "A new version was published after this draft. Compare it with what counts now and save it again.",
  changes: "What differs from now",
  noChanges: "Nothing differs.",
  legalBasis: "Legal basis (title and number)",
  publish: "Publish, from now on",
  published: "Published",
  drop: "Drop the draft",
  dropped: "Draft dropped",
  unsaved: "Changes are not saved yet: what is published is the saved draft.",
  history: "Published before",
  noHistory: "Nothing was published here.",
  version: "Version",
  basis: "Basis",
  reason: "Why",
  by: "By",
  when: "When",
};

export const profileWords = { zh, en };

type Words = typeof zh;

/** What a name of a difference (`changesOf`) is called on the page. */
export function nameOf(w: Words, change: string): string {
  const [first = "", second = "", third = ""] = change.split(".");
  const step = STEPS.find((one) => one === second);
  if (first === "steps" && step !== undefined) return `${w.step[step]} · ${third === "zh" ? w.nameZh : w.nameEn}`;
  const basis = BASES.find((one) => one === second);
  if (first === "days" && basis !== undefined) return w.days[basis];
  const window = WINDOWS.find((one) => one === second);
  if (first === "windows" && window !== undefined) return w.window[window];
  if (first === "careDays") return w.careDays;
  if (first === "household") return w.household;
  return (w.limit as Readonly<Record<string, string>>)[first] ?? change;
}
