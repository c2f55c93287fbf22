/**
 * What may be known of a person, a household or a door: the closed list that forms, visits and the register share. An
 * attribute says how long an answer is fresh, so that nothing known and fresh is asked again (design/field.md).
 *
 * Freshness: reference/domain.md §6.13 (nothing known for less than 72 hours is asked again unless it changed), a day for
 * what a body does, a month for who lives where, a year for what hardly changes. A county may print them; they are data.
 */
export type SubjectKind = "person" | "household" | "door";
export const SUBJECT_KINDS = ["person", "household", "door"] as const satisfies readonly SubjectKind[];

export const FACT_SOURCES = ["visit", "form", "register", "declaration", "observation"] as const;
export type FactSource = (typeof FACT_SOURCES)[number];

export type ValueType = "text" | "integer" | "decimal" | "boolean" | "day" | "choice" | "choices" | "place";
export type FactValue = string | number | boolean | readonly string[];

/**
 * `plain`: for everybody who may see the subject. `identity`: names and numbers, for posts of a village or finer. `health`:
 * for health posts and whoever recorded it. All but `plain` is sealed at rest, and so is everything about a person.
 */
export type Sensitivity = "plain" | "personal" | "identity" | "health";

export type Title = { readonly zh: string; readonly en: string };
export type Attribute = {
  readonly title: Title;
  readonly subject: SubjectKind;
  readonly type: ValueType;
  /** Hours for which an answer is fresh; null: until it changes. */
  readonly freshHours: number | null;
  readonly sensitivity: Sensitivity;
  /** Of `choice` and `choices`: name → title. */
  readonly choices?: Readonly<Record<string, Title>>;
  /** Kept by the register's own commands, with its own rules; a form shows it and sends a correction. */
  readonly isRegister?: true;
};

const THREE_DAYS = 72;
const DAY = 24;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

const t = (zh: string, en: string): Title => ({ zh, en });
type More = Partial<Pick<Attribute, "sensitivity" | "choices" | "isRegister">>;
const of =
  (subject: SubjectKind, sensitivity: Sensitivity) =>
  (zh: string, en: string, type: ValueType, freshHours: number | null, more: More = {}): Attribute => ({
    title: t(zh, en),
    subject,
    type,
    freshHours,
    sensitivity,
    ...more,
  });
const door = of("door", "plain");
const household = of("household", "plain");
const person = of("person", "personal");
const register = { isRegister: true } as const;

export const ATTRIBUTES = {
  "door.kind": door("门户类型", "Kind of door", "choice", null, {
    ...register,
    choices: {
      dwelling: t("住宅", "dwelling"),
      shop: t("沿街门面", "shop"),
      dormitory: t("工地、集体宿舍", "dormitory"),
      other: t("其他场所", "other premises"),
    },
  }),
  "door.building": door("楼栋", "Building", "text", null, register),
  "door.stair": door("单元", "Stair", "text", null, register),
  "door.floor": door("楼层", "Floor", "text", null, register),
  "door.room": door("室", "Room", "text", null, register),
  "door.villager-group": door("村民小组", "Villager group", "text", null, register),
  "door.side": door("街道哪一侧", "Side of the street", "choice", null, {
    ...register,
    choices: { left: t("左侧", "left"), right: t("右侧", "right") },
  }),
  "door.number": door("门牌号", "Door number", "text", null, register),
  "door.walk-order": door("走访次序", "Walking order", "integer", null, register),
  "door.is-vacant": door("空置", "Vacant", "boolean", MONTH, register),
  "door.is-rented": door("出租", "Rented out", "boolean", MONTH, register),
  "door.is-shared": door("群租、合租", "Shared by several tenants", "boolean", MONTH, register),
  "door.name": door("店名、单位名称", "Name of the shop or organisation", "text", YEAR),
  "door.hazard": door("安全隐患", "Hazard seen", "text", MONTH),

  "household.size": household("在住人数", "People living here", "integer", MONTH),
  "household.needs": household("需要的帮助", "Help needed", "choices", THREE_DAYS, {
    choices: {
      food: t("生活物资", "food and supplies"),
      medicine: t("代购药品", "medicine"),
      masks: t("口罩等防护用品", "masks"),
      elderly: t("照护老人", "care for the elderly"),
      child: t("照护儿童", "care for a child"),
      pregnant: t("孕产妇帮助", "help in pregnancy"),
      repairs: t("水电气维修", "repairs"),
      heart: t("心理疏导", "somebody to talk to"),
      other: t("其他", "other"),
    },
  }),
  "household.supplies-ensured": household("生活物资有保障", "Supplies ensured", "boolean", THREE_DAYS),
  "household.visitors": household("有外来人员同住", "Guests staying", "boolean", THREE_DAYS),
  "household.returned": household("近期有人返回", "Somebody came back lately", "boolean", THREE_DAYS),
  "household.pets": household("饲养宠物", "Pets", "boolean", YEAR),
  "household.quiet-hours": household("不便打扰的时间", "Hours not to disturb", "text", YEAR),

  "person.name": person("姓名", "Name", "text", null, { sensitivity: "identity", ...register }),
  "person.id-number": person("证件号码", "Number of the document", "text", null, {
    sensitivity: "identity",
    ...register,
  }),
  "person.phone": person("手机号码", "Mobile number", "text", null, { sensitivity: "identity", ...register }),
  "person.sex": person("性别", "Sex", "choice", null, {
    ...register,
    choices: { female: t("女", "female"), male: t("男", "male") },
  }),
  "person.born-year": person("出生年份", "Year of birth", "integer", null, register),
  "person.hukou": person("户籍在此", "Hukou here", "boolean", YEAR, register),
  "person.resident": person("常住(居住半年以上)", "Resident (six months or more)", "boolean", YEAR, register),
  "person.floating": person("流动人口", "Floating population", "boolean", MONTH, register),
  "person.shared-tenant": person("合租", "Shares a flat", "boolean", MONTH, register),
  "person.hukou-place": person("户籍地", "Place of hukou", "place", YEAR),
  "person.employer": person("工作单位", "Employer", "text", MONTH),
  "person.job": person("职业", "Occupation", "text", YEAR),
  "person.school": person("学校", "School", "text", YEAR),
  "person.language": person("使用的语言", "Language spoken", "text", null),
  "person.lives-alone": person("独居", "Lives alone", "boolean", MONTH),
  "person.needs-care": person("需要照护", "Needs care", "boolean", MONTH),
  "person.has-smartphone": person("会用智能手机", "Uses a smartphone", "boolean", YEAR),
  "person.came-from": person("从何地来", "Came from", "place", THREE_DAYS),
  "person.came-on": person("到达日期", "Came on", "day", THREE_DAYS),
  "person.left-for": person("去往何地", "Left for", "place", THREE_DAYS),
  "person.plate": person("车牌号", "Plate of the car", "text", YEAR),
  "person.whereabouts": person("现在何处", "Whereabouts", "choice", THREE_DAYS, {
    choices: {
      here: t("在住处", "at home"),
      away: t("已离开", "away"),
      centre: t("集中隔离点", "at a centre"),
      hospital: t("医院", "in hospital"),
    },
  }),
  "person.temperature-tenths": person("体温(十分之一度)", "Temperature, tenths of °C", "integer", 12, {
    sensitivity: "health",
  }),
  "person.symptoms": person("症状", "Symptoms", "choices", DAY, { sensitivity: "health" }),
  "person.contact-with-case": person("接触过确诊或疑似病例", "Contact with a case", "boolean", THREE_DAYS, {
    sensitivity: "health",
  }),
  "person.chronic-illness": person("慢性病", "Chronic illness", "text", YEAR, { sensitivity: "health" }),
  "person.vaccinated": person("已接种疫苗", "Vaccinated", "boolean", YEAR, { sensitivity: "health" }),
} as const satisfies Readonly<Record<`${SubjectKind}.${string}`, Attribute>>;

export type AttributeName = keyof typeof ATTRIBUTES;
const BY_NAME: ReadonlyMap<string, Attribute> = new Map(Object.entries(ATTRIBUTES));

/** A question of one form alone, which no other form shares: `person.form.FORM.QUESTION`. Never fresh, kept sealed. */
const OWN = /^(person|household|door)\.form\.[a-z0-9-]{1,40}\.[a-z0-9_-]{1,60}$/;

/** What is known of an attribute's name; null: no attribute. */
export function attributeOf(name: string): Attribute | null {
  const known = BY_NAME.get(name);
  if (known !== undefined) return known;
  const subject = OWN.exec(name)?.[1] as SubjectKind | undefined;
  if (subject === undefined) return null;
  return { title: t(name, name), subject, type: "text", freshHours: 0, sensitivity: "personal" };
}

/** Is this a value of the attribute? Choices of a form's own question are the form's affair. */
export function isValueOf(attribute: Attribute, value: unknown): value is FactValue {
  const isText = (text: unknown): text is string => typeof text === "string" && text.length <= TEXT_AT_MOST;
  const isKnown = (choice: unknown) =>
    isText(choice) && (!attribute.choices || Object.hasOwn(attribute.choices, choice));
  if (attribute.freshHours === 0)
    return isText(value) || typeof value === "number" || typeof value === "boolean" || isList(value);
  switch (attribute.type) {
    case "text":
      // The register may know that there is none: a house without a stair.
      return isText(value) && (value.trim() !== "" || attribute.isRegister === true);
    case "integer":
      return Number.isSafeInteger(value);
    case "decimal":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "day":
      return isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case "choice":
      return isKnown(value) || (value === "" && attribute.isRegister === true);
    case "choices":
      return isList(value) && value.every(isKnown);
    case "place":
      return isText(value) && /^[1-9]\d{1,17}$/.test(value);
    default:
      return attribute.type satisfies never;
  }
}

/** Characters of a text: more is a letter, not a fact. */
export const TEXT_AT_MOST = 500;
const CHOICES_AT_MOST = 50;
const isList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.length <= CHOICES_AT_MOST &&
  value.every((one) => typeof one === "string" && one.length <= 100);
