/**
 * The same evidence under other palettes. A palette is a mapping by reason, never of colours: what crosses a border
 * between profiles is reasons and validity (design/codes.md). Sources: Nanjing's Ninggui-lai (domain.md §3.3: home
 * isolation, strengthened precaution, free movement); the national code (§3.7: confirmed and suspected red, close
 * contacts orange, fever on the spot yellow, else green).
 */
import type { ColourRule } from "./colour.ts";

export type Palette = {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** Strongest first. */
  readonly colours: readonly string[];
  readonly of: Readonly<Record<ColourRule, string>>;
};

const NANJING = {
  id: "nanjing-2020-02",
  title: { zh: "宁归来（红橙绿）", en: "Ninggui-lai (red, orange, green)" },
  colours: ["red", "orange", "green"],
  of: {
    "assessment-red": "red",
    measure: "red",
    "declared-high-area": "red",
    "declared-contact": "red",
    "hand-red": "red",
    "recognised-red": "red",
    "assessment-yellow": "orange",
    "declared-medium-area": "orange",
    "declared-symptom": "orange",
    "checkpoint-fever": "orange",
    "field-symptom": "orange",
    "household-fever-clinic": "orange",
    "hand-yellow": "orange",
    "recognised-yellow": "orange",
    // Nanjing has no fourth state: strengthened precaution until the check is done or the guest leaves.
    "short-stay": "orange",
    "unchecked-declaration": "orange",
    "unseen-document": "orange",
    "appeal-overdue": "orange",
    "assessment-blue": "green",
    "nothing-found": "green",
  },
} as const satisfies Palette;

const NATIONAL = {
  id: "national-2020-02",
  title: { zh: "防疫健康信息码（红橙黄绿）", en: "National code (red, orange, yellow, green)" },
  colours: ["red", "orange", "yellow", "green"],
  of: {
    // Its red is a patient's; ours holds contacts and stays as well, which are its orange.
    measure: "red",
    "assessment-red": "orange",
    "declared-high-area": "orange",
    "declared-contact": "orange",
    "hand-red": "orange",
    "recognised-red": "orange",
    "assessment-yellow": "orange",
    "declared-medium-area": "orange",
    "household-fever-clinic": "orange",
    "hand-yellow": "orange",
    "recognised-yellow": "orange",
    "declared-symptom": "yellow",
    "checkpoint-fever": "yellow",
    "field-symptom": "yellow",
    "short-stay": "green",
    "unchecked-declaration": "green",
    "unseen-document": "green",
    "appeal-overdue": "green",
    "assessment-blue": "green",
    "nothing-found": "green",
  },
} as const satisfies Palette;

export const PALETTES: readonly Palette[] = [NANJING, NATIONAL];
