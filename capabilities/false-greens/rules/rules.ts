/**
 * The twelve rules of declared against observed, as data: weight, what they mean in plain words, and the benign
 * explanations that every page must list. A change of any line is a new version.
 *
 * Source: reference/domain.md §6.7 (F1 to F12). A finding is about a declaration, never about a person: the page's word
 * is 申报核实.
 */
export const RULE_SET = "declared-observed@1";

export const RULE_IDS = ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"] as const;
export type RuleId = (typeof RULE_IDS)[number];

type Words = { readonly zh: string; readonly en: string };
export type Rule = {
  /** w of §6.7, 0 to 1; a rule with two sources says which in `gather` by quality. */
  readonly weight: number;
  /** Alone opens a case, whatever the score. */
  readonly isSerious: boolean;
  readonly name: Words;
  readonly benign: readonly Words[];
};

const words = (zh: string, en: string): Words => ({ zh, en });

export const RULES: Readonly<Record<RuleId, Rule>> = {
  F1: {
    weight: 1,
    isSerious: true,
    name: words("申报未在观察期，登记为正在观察", "Declared no observation; a standing observation is on record"),
    benign: [
      words("观察已结束，记录还没有注销", "The observation ended and its record was not closed"),
      words("登记的是同名的另一人", "The record is of a namesake"),
    ],
  },
  F2: {
    weight: 0.9,
    isSerious: true,
    name: words(
      "申报14天内未到过重点地区，另有行程记录",
      "Declared no key area in 14 days; a trip or stay is on record",
    ),
    benign: [
      words("乘车过境，没有下车", "Passed through by train and did not get off"),
      words("车票已退，没有成行", "The ticket was refunded and the trip not made"),
      words("手机借给别人使用", "The phone was lent to somebody else"),
      words("住在两地边界，信号来自邻地基站", "Lives at a border, and the signal came from a mast across it"),
    ],
  },
  F3: {
    weight: 0.95,
    isSerious: true,
    name: words("申报无接触史，流调名单登记为接触者", "Declared no contact; contact tracing names a contact"),
    benign: [words("疾控还没有通知到本人", "Contact tracing has not told the person yet")],
  },
  F4: {
    weight: 0.6,
    isSerious: false,
    name: words("申报无症状，另有发热记录", "Declared no symptoms; a fever is on record"),
    benign: [
      words("因其他疾病就诊", "Saw a doctor for another illness"),
      words("家长用自己的证件带孩子就诊", "A child was seen on the parent's card"),
    ],
  },
  F5: {
    weight: 0.6,
    isSerious: false,
    name: words("申报的到达日期早于首次在本地的记录", "The declared arrival is earlier than the first sighting here"),
    benign: [
      words("这是第二次出行", "That was a second trip"),
      words("家人驾车，本人更早到达", "A family member drove; the person came earlier"),
      words("日期填错", "A slip in the date"),
    ],
  },
  F6: {
    weight: 0.5,
    isSerious: false,
    name: words("申报的住址与走访不符", "The declared address does not agree with visits"),
    benign: [
      words("集体宿舍", "A dormitory"),
      words("刚搬家", "Moved lately"),
      words("上夜班，走访时不在家", "Works nights and was out when visited"),
    ],
  },
  F7: {
    weight: 0.5,
    isSerious: false,
    name: words("两份申报的关键内容不一致", "Two declarations differ in key answers"),
    benign: [words("填写笔误", "A slip of the pen"), words("由他人代填", "A helper filled it in")],
  },
  F8: {
    weight: 0.4,
    isSerious: false,
    name: words("24小时内多次修改同一关键内容", "The same key answer was changed several times in 24 hours"),
    benign: [
      words("不清楚该怎么填", "Unsure how to answer"),
      words("页面出错后重填", "Filled in again after a page failed"),
    ],
  },
  F9: {
    weight: 0.6,
    isSerious: false,
    name: words("同一健康码疑似由多人出示", "One code seems to be shown by several people"),
    benign: [
      words("全家共用一部手机", "A family shares a phone"),
      words("老人共用的设备", "A device shared by elderly people"),
    ],
  },
  F10: {
    weight: 0.2,
    isSerious: false,
    name: words("申报未外出，名下车辆有外地入城记录", "Declared no travel; the car came in from a key area"),
    benign: [
      words(
        "本地居民的外地牌照（只凭牌照省份不算）",
        "A resident with an old plate (the province of a plate alone counts 0)",
      ),
      words("车辆借给别人", "The car was lent"),
    ],
  },
  F11: {
    weight: 0.8,
    isSerious: false,
    name: words("证件号码校验不通过", "The identity number fails its check"),
    benign: [
      words("新生儿", "A newborn"),
      words("改过姓名", "A changed name"),
      words("生僻字录入不同", "A rare character typed differently"),
    ],
  },
  F12: {
    weight: 0.3,
    isSerious: false,
    name: words("一个账号代办人数过多", "One account acts for too many people"),
    benign: [
      words("大家庭", "A large family"),
      words("养老机构（请改用机构账号）", "A care home (an institution's account fits)"),
    ],
  },
};
