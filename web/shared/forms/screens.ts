/** A form in screens: one group of questions at a time, a repeat with those inside it on a screen of its own. Pure. */
import { type Compiled, type Group, groupsAround, type Question } from "#capabilities/forms/rules/document.ts";
import type { Asked, Filling } from "#capabilities/forms/rules/fill.ts";

export type FormScreen = {
  readonly key: string;
  /** What stands above its questions; null: the form's title alone. */
  readonly group: Group | null;
  readonly isRepeat: boolean;
  readonly questions: readonly Question[];
};

/** Questions that a person sees. */
const isSeen = ({ type }: Question): boolean => type !== "calculate";

export function screensOf({ document }: Compiled): readonly FormScreen[] {
  const screens: { key: string; group: Group | null; isRepeat: boolean; questions: Question[] }[] = [];
  for (const question of document.questions) {
    if (!isSeen(question)) continue;
    const around = groupsAround(document, question.group);
    const group = around.findLast((one) => one.isRepeat) ?? around.at(-1) ?? null;
    const last = screens.at(-1);
    if (last !== undefined && last.group === group) last.questions.push(question);
    else screens.push({ key: question.name, group, isRepeat: group?.isRepeat === true, questions: [question] });
  }
  return screens;
}

/** What is asked on a screen now: of a repeat, all rows. */
export const askedOn = (screen: FormScreen, filling: Filling): readonly Asked[] => {
  const names = new Set(screen.questions.map((one) => one.name));
  return filling.asked.filter((one) => one.isRelevant && names.has(one.question.name));
};

/** Screens with something on them; a repeat is shown while its group is, so that a first row can be added. */
export const shownScreens = (form: Compiled, filling: Filling): readonly FormScreen[] =>
  screensOf(form).filter((screen) => {
    if (!screen.isRepeat) return askedOn(screen, filling).length > 0;
    const repeat = filling.repeats.find(({ group }) => group === screen.group);
    // One whose rows the form counts has nothing to show while it has none.
    return repeat?.isRelevant === true && (!repeat.isCounted || repeat.count > 0);
  });
