/** What a phone shows of a contradiction: both values in words, and which of them stands. */
import { attributeOf, type FactValue, type Title } from "./attributes.ts";
import type { Conflict } from "./standing.ts";

/** A value in words; choices by their titles, a list with commas, a hidden one as a dash. */
export function valueWords(attribute: string, value: FactValue | null): Title {
  const known = attributeOf(attribute);
  const word = (one: string): Title => known?.choices?.[one] ?? { zh: one, en: one };
  if (value === null) return { zh: "—", en: "—" };
  if (typeof value === "boolean") return value ? { zh: "是", en: "yes" } : { zh: "否", en: "no" };
  if (typeof value === "number") return { zh: String(value), en: String(value) };
  if (typeof value === "string") return word(value);
  if (value.length === 0) return { zh: "无", en: "none" };
  return { zh: value.map((one) => word(one).zh).join("、"), en: value.map((one) => word(one).en).join(", ") };
}

/** One sentence for all of a command's contradictions; null: there were none. Identity and health stay unsaid. */
export function noteOf(conflicts: readonly Conflict[]): Title | null {
  if (conflicts.length === 0) return null;
  const parts = conflicts.map(({ attribute, kept, other }) => {
    const known = attributeOf(attribute);
    const title = known?.title ?? { zh: attribute, en: attribute };
    if (known?.sensitivity === "identity" || known?.sensitivity === "health")
      return { zh: `${title.zh}有两种说法`, en: `${title.en}: two values` };
    const [stands, beside] = [valueWords(attribute, kept), valueWords(attribute, other)];
    return {
      zh: `${title.zh}以“${stands.zh}”为准，“${beside.zh}”一并保留`,
      en: `${title.en}: "${stands.en}" stands, "${beside.en}" is kept beside it`,
    };
  });
  return {
    zh: `与他人登记的不一致：${parts.map((one) => one.zh).join("；")}。`,
    en: `Somebody else recorded it differently. ${parts.map((one) => one.en).join("; ")}.`,
  };
}
