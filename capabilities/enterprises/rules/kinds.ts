/** What an organisation is, and in which section of GB/T 4754-2017 it works. */

/** `lessor`: who lets dwellings (scenario 24). `institution`: welfare, detention and other closed institutions. */
export const ENTERPRISE_KINDS = ["company", "school", "care-home", "institution", "lessor"] as const;
export type EnterpriseKind = (typeof ENTERPRISE_KINDS)[number];

/** Where people live together under care, nobody's silence opens the door: an inspection must have been made. */
export const NEEDS_EYES: readonly EnterpriseKind[] = ["care-home", "institution"];

/** Sections of GB/T 4754-2017 (国民经济行业分类). */
export const INDUSTRIES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  A: { zh: "农、林、牧、渔业", en: "Agriculture, forestry, animal husbandry and fishery" },
  B: { zh: "采矿业", en: "Mining" },
  C: { zh: "制造业", en: "Manufacturing" },
  D: { zh: "电力、热力、燃气及水生产和供应业", en: "Electricity, heat, gas and water" },
  E: { zh: "建筑业", en: "Construction" },
  F: { zh: "批发和零售业", en: "Wholesale and retail" },
  G: { zh: "交通运输、仓储和邮政业", en: "Transport, storage and post" },
  H: { zh: "住宿和餐饮业", en: "Accommodation and catering" },
  I: { zh: "信息传输、软件和信息技术服务业", en: "Information, software and IT services" },
  J: { zh: "金融业", en: "Finance" },
  K: { zh: "房地产业", en: "Real estate" },
  L: { zh: "租赁和商务服务业", en: "Leasing and business services" },
  M: { zh: "科学研究和技术服务业", en: "Research and technical services" },
  N: { zh: "水利、环境和公共设施管理业", en: "Water, environment and public facilities" },
  O: { zh: "居民服务、修理和其他服务业", en: "Resident services, repair and other services" },
  P: { zh: "教育", en: "Education" },
  Q: { zh: "卫生和社会工作", en: "Health and social work" },
  R: { zh: "文化、体育和娱乐业", en: "Culture, sports and entertainment" },
  S: { zh: "公共管理、社会保障和社会组织", en: "Public administration, social security and organisations" },
  T: { zh: "国际组织", en: "International organisations" },
};
