/** Words of relief supplies for residents, phones and centres. */
import type { Supply } from "#capabilities/supplies/rules/items.ts";
import type { Words } from "./language.ts";

const item: Readonly<Record<Supply, string>> = {
  rice: "大米（袋）",
  flour: "面粉（袋）",
  noodles: "面条（把）",
  oil: "食用油（桶）",
  vegetables: "蔬菜包（份）",
  "meat-eggs": "肉蛋包（份）",
  milk: "牛奶（箱）",
  water: "饮用水（箱）",
  formula: "婴儿奶粉（罐）",
  diapers: "尿不湿（包）",
  hygiene: "卫生用品（包）",
  "medicine-kit": "常用药包（份）",
  masks: "口罩（只）",
  disinfectant: "消毒液（瓶）",
  quilt: "棉被（条）",
  "care-pack": "爱心包（份）",
};

const zh = {
  item,
  goods: "救援物资（社区免费提供，不需要可不选）",
  add: "选一种物资",
  more: (name: string) => `多一件：${name}`,
  less: (name: string) => `少一件：${name}`,
  title: "救援物资",
  waiting: (n: number) => `申请 ${n}，待配发`,
  allotted: (n: number) => `已配发 ${n}`,
  allottedLess: (asked: number, n: number) => `申请 ${asked}，实配 ${n}`,
  none: (asked: number) => `申请 ${asked}，暂缺`,
  fetchFrom: (place: string) => `到 ${place} 领取`,
};

const en: typeof zh = {
  item: {
    rice: "Rice (bags)",
    flour: "Flour (bags)",
    noodles: "Noodles (bundles)",
    oil: "Oil (bottles)",
    vegetables: "Vegetables (packs)",
    "meat-eggs": "Meat and eggs (packs)",
    milk: "Milk (boxes)",
    water: "Water (boxes)",
    formula: "Infant formula (tins)",
    diapers: "Diapers (packs)",
    hygiene: "Hygiene articles (packs)",
    "medicine-kit": "Medicine kits",
    masks: "Masks",
    disinfectant: "Disinfectant (bottles)",
    quilt: "Quilts",
    "care-pack": "Care packs",
  },
  goods: "Relief supplies (free, optional)",
  add: "Choose a thing",
  more: (name) => `One more: ${name}`,
  less: (name) => `One less: ${name}`,
  title: "Relief supplies",
  waiting: (n) => `asked ${n}, to be allotted`,
  allotted: (n) => `allotted ${n}`,
  allottedLess: (asked, n) => `asked ${asked}, allotted ${n}`,
  none: (asked) => `asked ${asked}, none left`,
  fetchFrom: (place) => `Fetch them at ${place}`,
};

export const supplyWords: Words<typeof zh> = { zh, en };
