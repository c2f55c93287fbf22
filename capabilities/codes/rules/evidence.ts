/**
 * What can hold a colour: a closed list of kinds of evidence, as data. What is not on it is refused at entry.
 *
 * Source: design/codes.md "Colour"; reference/domain.md §3.2, §6.1 (classes E1 to E8), §6.4. Classes E7 (plates, tips,
 * robots) and E8 (prefixes of numbers, accents, names) have no kind here: E7 makes tasks, E8 is nobody's input.
 */
import type { CodeColour } from "#kernel/colours.ts";
import { DAY, dayOf, endOf, type Instant, instantOf, later, MINUTE } from "#kernel/time.ts";
import { ADVICE, type Advice } from "./advice.ts";

/** The profile whose rules these are. A change of any line below is a new version: decisions name it. */
export const PROFILE = "suzhou-2020-02";
export const RULE_SET = `${PROFILE}@1`;

export const EVIDENCE_CLASSES = ["E1", "E2", "E3", "E4", "E5", "E6"] as const;
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number];

/**
 * Who may record a kind. `system` is the platform's own clockwork (feeds, lists); `two-health` is nobody alone: two
 * people of the health role from two organisations (capabilities/codes/proposals.ts); `two-posts` a field report that a
 * second post confirmed. Nobody of police, political-legal or a vendor is on any line.
 */
export type Recorder = "system" | "resident" | "grid-leader" | "grid-worker" | "health-worker" | "checkpoint-staff";

/** How long evidence stands: to 24:00 of a day after its own (Asia/Shanghai), a time, or until it is withdrawn. */
export type Standing =
  | { readonly days: number }
  // 7 days after the latest evidence, and never beyond the window of 14 days that the evidence itself has.
  | { readonly days: number; readonly daysFromRecord: number }
  | { readonly ms: number }
  | { readonly atMostMs: number }
  | "until-withdrawn";

export type EvidenceKindRule = {
  /** The colour that it holds. Green holds nothing: it only lends its banner to a green code. */
  readonly colour: CodeColour;
  readonly class: EvidenceClass;
  readonly stands: Standing;
  readonly recordedBy: readonly (Recorder | "two-health" | "two-posts")[];
  /** The category of its source, in words for the holder. */
  readonly source: { readonly zh: string; readonly en: string };
  readonly reason: { readonly zh: string; readonly en: string };
  readonly advice: Advice;
};

/** Those who take a declaration down for someone who has no phone. */
const DECLARERS = ["system", "resident", "grid-leader", "grid-worker", "health-worker"] as const;

const LIST = { zh: "当日公布的研判名单", en: "the published assessment of the day" };
const HEALTH = { zh: "卫健部门登记", en: "the health department's register" };
const OWN = { zh: "本人申报", en: "your own declaration" };
const OTHER_PROVINCE = { zh: "外省互认", en: "recognised from another province" };

export const EVIDENCE_KINDS = {
  "assessment-red": {
    colour: "red",
    class: "E1",
    stands: { days: 14 },
    recordedBy: ["system"],
    source: LIST,
    reason: { zh: "公布名单研判为红色风险", en: "The published assessment says: red risk" },
    advice: ADVICE.isolate,
  },
  measure: {
    colour: "red",
    class: "E1",
    stands: "until-withdrawn",
    recordedBy: ["system", "health-worker"],
    source: HEALTH,
    reason: { zh: "正在接受隔离或医学观察", en: "Under isolation or medical observation" },
    advice: ADVICE.isolate,
  },
  "declared-high-area": {
    colour: "red",
    class: "E6",
    stands: { days: 14 },
    recordedBy: DECLARERS,
    source: OWN,
    reason: { zh: "本人申报14天内到过高风险地区", en: "You declared a stay in a high-risk area within 14 days" },
    advice: ADVICE.isolate,
  },
  "declared-contact": {
    colour: "red",
    class: "E6",
    stands: { days: 14 },
    recordedBy: DECLARERS,
    source: OWN,
    reason: { zh: "本人申报14天内接触过确诊或疑似病例", en: "You declared contact with a case within 14 days" },
    advice: ADVICE.isolate,
  },
  "hand-red": {
    colour: "red",
    class: "E1",
    stands: { atMostMs: 3 * DAY },
    recordedBy: ["two-health"],
    source: HEALTH,
    reason: { zh: "卫健部门两人共同认定（人工登记）", en: "Found by two people of the health department (by hand)" },
    advice: ADVICE.isolate,
  },
  "recognised-red": {
    colour: "red",
    class: "E1",
    stands: { days: 14 },
    recordedBy: ["system"],
    source: OTHER_PROVINCE,
    reason: { zh: "外省健康码所载原因相当于红码", en: "The reason carried by another province's code amounts to red" },
    advice: ADVICE.isolate,
  },
  "assessment-yellow": {
    colour: "yellow",
    class: "E1",
    stands: { days: 14, daysFromRecord: 7 },
    recordedBy: ["system"],
    source: LIST,
    reason: { zh: "公布名单研判为黄色风险", en: "The published assessment says: yellow risk" },
    advice: ADVICE.stayHome,
  },
  "declared-medium-area": {
    colour: "yellow",
    class: "E6",
    stands: { days: 14, daysFromRecord: 7 },
    recordedBy: DECLARERS,
    source: OWN,
    reason: { zh: "本人申报14天内到过中风险地区", en: "You declared a stay in a medium-risk area within 14 days" },
    advice: ADVICE.stayHome,
  },
  "declared-symptom": {
    colour: "yellow",
    class: "E6",
    stands: { days: 7 },
    recordedBy: DECLARERS,
    source: OWN,
    reason: { zh: "本人申报发热、干咳或呼吸困难", en: "You declared fever, a dry cough or difficult breathing" },
    advice: ADVICE.seeDoctor,
  },
  "checkpoint-fever": {
    colour: "yellow",
    class: "E3",
    stands: { days: 7 },
    recordedBy: ["system", "checkpoint-staff", "health-worker", "grid-worker", "grid-leader"],
    source: { zh: "卡口复测体温", en: "a recheck of temperature at a checkpoint" },
    reason: { zh: "卡口两次测温均达到37.3℃", en: "37.3 °C or more at a checkpoint, twice" },
    advice: ADVICE.seeDoctor,
  },
  "field-symptom": {
    colour: "yellow",
    class: "E5",
    stands: { days: 7 },
    recordedBy: ["two-posts"],
    source: { zh: "上门走访（第二人已复核）", en: "a visit at the door, confirmed by a second person" },
    reason: {
      zh: "走访时发现发热或症状，并经第二人复核",
      en: "Fever or symptoms seen at a visit and confirmed by a second person",
    },
    advice: ADVICE.seeDoctor,
  },
  "household-fever-clinic": {
    colour: "yellow",
    class: "E1",
    stands: "until-withdrawn",
    recordedBy: ["system", "health-worker"],
    source: HEALTH,
    reason: { zh: "同住人正在发热门诊留观", en: "Someone you live with is observed at a fever clinic" },
    advice: ADVICE.stayHome,
  },
  "hand-yellow": {
    colour: "yellow",
    class: "E1",
    stands: { atMostMs: 3 * DAY },
    recordedBy: ["two-health"],
    source: HEALTH,
    reason: { zh: "卫健部门两人共同认定（人工登记）", en: "Found by two people of the health department (by hand)" },
    advice: ADVICE.stayHome,
  },
  "recognised-yellow": {
    colour: "yellow",
    class: "E1",
    stands: { days: 14 },
    recordedBy: ["system"],
    source: OTHER_PROVINCE,
    reason: {
      zh: "外省健康码所载原因相当于黄码",
      en: "The reason carried by another province's code amounts to yellow",
    },
    advice: ADVICE.stayHome,
  },
  "short-stay": {
    colour: "pending",
    class: "E6",
    stands: { atMostMs: 30 * DAY },
    recordedBy: DECLARERS,
    source: OWN,
    reason: { zh: "短期来苏（旅游、路过等）", en: "A short stay (a tourist, or passing through)" },
    advice: ADVICE.identityCard,
  },
  "unchecked-declaration": {
    colour: "pending",
    class: "E6",
    stands: { atMostMs: 10 * MINUTE },
    recordedBy: DECLARERS,
    source: OWN,
    reason: { zh: "申报正在核对（最多10分钟）", en: "The declaration is being checked (10 minutes at most)" },
    advice: ADVICE.identityCard,
  },
  "unseen-document": {
    colour: "pending",
    class: "E6",
    stands: "until-withdrawn",
    recordedBy: ["system"],
    source: OWN,
    reason: { zh: "证件待社区核对", en: "The community has yet to see the document" },
    advice: ADVICE.showDocument,
  },
  "appeal-overdue": {
    colour: "pending",
    class: "E1",
    stands: { atMostMs: 3 * DAY },
    recordedBy: ["system"],
    source: { zh: "申诉受理", en: "an appeal that waits" },
    reason: {
      zh: "申诉超过了办理时限，较弱的依据已暂停",
      en: "An appeal is past its time limit; the weak evidence does not count meanwhile",
    },
    advice: ADVICE.identityCard,
  },
  "assessment-blue": {
    colour: "green",
    class: "E1",
    stands: { days: 14 },
    recordedBy: ["system"],
    source: LIST,
    reason: { zh: "无需限制；请完成自我健康监测", en: "No restriction; please watch your own health" },
    advice: ADVICE.watchHealth,
  },
} as const satisfies Readonly<Record<string, EvidenceKindRule>>;

export type EvidenceKind = keyof typeof EVIDENCE_KINDS;

/** The rule of a kind. */
export const ruleOf = (kind: EvidenceKind): EvidenceKindRule => EVIDENCE_KINDS[kind];

export const isEvidenceKind = (text: string): text is EvidenceKind => Object.hasOwn(EVIDENCE_KINDS, text);

/**
 * Until when evidence of a kind stands that dates from `since` (the latest exposure, the onset, the declaration), when
 * its source asks for `asked` (null: as long as the profile says). A source may ask for less, never for more.
 *
 * Days are counted as the notice does: D0 is the day of the exposure, D+14 ends at 24:00 in Shanghai. An exposure that
 * ends at midnight ends its own day. Scenario 1 of domain.md §7.3: exposure 1 February, until 15 February 24:00.
 */
export function standsUntil(
  kind: EvidenceKind,
  since: Instant,
  asked: Instant | null,
  recordedAt: Instant = since,
): Instant | null {
  const longest = longestOf(ruleOf(kind).stands, since, recordedAt);
  if (longest === null || asked === null) return longest ?? asked;
  return asked < longest ? asked : longest;
}

function longestOf(stands: Standing, since: Instant, recordedAt: Instant): Instant | null {
  if (stands === "until-withdrawn") return null;
  if ("days" in stands) {
    const ends = later(endOf(dayOf(later(since, -1))), stands.days * DAY);
    if (!("daysFromRecord" in stands)) return ends;
    const ofRecord = later(endOf(dayOf(recordedAt)), stands.daysFromRecord * DAY);
    return instantOf(Math.min(ofRecord, ends));
  }
  return later(since, "ms" in stands ? stands.ms : stands.atMostMs);
}
