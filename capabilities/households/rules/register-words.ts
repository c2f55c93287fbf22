/** What the cells of a register's file say, in the words that villages use. */
import type { DoorKind, Relation, Residence, Tenure } from "./kinds.ts";

export const KINDS: Readonly<Record<string, DoorKind>> = {
  "": "dwelling",
  住宅: "dwelling",
  民房: "dwelling",
  门面: "shop",
  沿街门面: "shop",
  商铺: "shop",
  店铺: "shop",
  集体宿舍: "dormitory",
  宿舍: "dormitory",
  工地宿舍: "dormitory",
  其他: "other",
};
export const TENURES: Readonly<Record<string, Tenure>> = {
  "": "owner",
  自住: "owner",
  自有: "owner",
  租住: "tenant",
  租赁: "tenant",
  出租: "tenant",
  其他: "other",
};
export const RELATIONS: Readonly<Record<string, Relation>> = {
  "": "other",
  户主: "head",
  本人: "head",
  配偶: "spouse",
  妻子: "spouse",
  丈夫: "spouse",
  子女: "child",
  儿子: "child",
  女儿: "child",
  父母: "parent",
  父亲: "parent",
  母亲: "parent",
  孙辈: "grandchild",
  祖辈: "grandparent",
  兄弟姐妹: "sibling",
  其他亲属: "other-family",
  租客: "tenant",
  同事: "colleague",
  其他: "other",
};
export const RESIDENCES: Readonly<Record<string, Residence>> = {
  户籍: "hukou",
  户籍人口: "hukou",
  常住: "resident",
  常住人口: "resident",
  流动: "floating",
  流动人口: "floating",
  合租: "shared-tenant",
  合租人员: "shared-tenant",
};
export const YES: Readonly<Record<string, boolean>> = {
  "": false,
  是: true,
  有: true,
  否: false,
  无: false,
  y: true,
  n: false,
  yes: true,
  no: false,
  "1": true,
  "0": false,
};
