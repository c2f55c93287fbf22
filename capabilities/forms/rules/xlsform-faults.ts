/** What can be wrong with a workbook, where, and what to do about it; said to the person who made the form. */

export type SheetFault = {
  readonly sheet: string;
  /** The row as the spreadsheet program counts it; 0: the sheet as a whole. */
  readonly line: number;
  /** The heading of the column; "": the row as a whole. */
  readonly column: string;
  readonly fault: FaultCode;
  /** The word at fault. */
  readonly near: string;
};

const say = (zh: string, en: string) => ({ zh, en });

/** `near` stands in each sentence's place `{}`. */
export const FAULT_WORDS = {
  "sheet-missing": say(
    "缺少工作表“{}”，请补上（XLSForm 需要 survey、choices、settings）",
    "Sheet “{}” is missing; add it (XLSForm needs survey, choices, settings)",
  ),
  "column-missing": say("缺少列“{}”，请补上", "Column “{}” is missing; add it"),
  "id-wrong": say(
    "form_id“{}”不对：请用 2–40 个字母、数字、-、_，以字母开头",
    "form_id “{}”: use 2–40 letters, digits, - or _, beginning with a letter",
  ),
  "title-missing": say("请在 settings 填写 form_title", "Fill in form_title in settings"),
  "subject-unknown": say(
    "subject“{}”不对：请填 household、person、door 或 none",
    "subject “{}”: use household, person, door or none",
  ),
  "type-unknown": say(
    "不支持题型“{}”，请改用文档列出的题型",
    "Type “{}” is not supported; use one of the types in the guide",
  ),
  "place-not-asked": say(
    "题型“{}”会采集位置，本平台不采集，请删除",
    "Type “{}” would collect positions, which this platform does not; remove the row",
  ),
  "file-not-asked": say(
    "题型“{}”不支持（可以用 image 拍照、audio 录音），请改用或删除",
    "Type “{}” is not supported (image and audio are); use one of them or remove the row",
  ),
  "name-wrong": say(
    "name“{}”不对：请用 1–40 个字母、数字、-、_，以字母开头",
    "name “{}”: use 1–40 letters, digits, - or _, beginning with a letter",
  ),
  "name-twice": say("name“{}”出现了两次，请改成不同的名称", "name “{}” is used twice; give each its own"),
  "label-missing": say("“{}”没有题目文字，请填写 label", "“{}” has no label; fill it in"),
  "list-unknown": say("choices 里没有选项组“{}”，请补上", "There is no list “{}” in choices; add it"),
  "or-other": say(
    "“{}”：or_other 不能和 choice_filter 一起用，请在 choices 里自己加“其他”",
    "“{}”: or_other does not go with choice_filter; add “other” to the choices yourself",
  ),
  "choice-wrong": say(
    "选项 name“{}”不对：请用 1–40 个字母、数字、-、_",
    "choice name “{}”: use 1–40 letters, digits, - or _",
  ),
  "choice-twice": say("选项“{}”在同一组里出现了两次，请删除一个", "Choice “{}” stands twice in its list; remove one"),
  "end-without-begin": say("“{}”没有对应的 begin，请检查分组", "“{}” has no begin; check the groups"),
  "never-ended": say(
    "“{}”没有对应的 end，请补上 end group 或 end repeat",
    "“{}” is never ended; add end group or end repeat",
  ),
  "repeat-too-deep": say(
    "“{}”是第四层 repeat，最多三层，请移出来",
    "“{}” is the fourth repeat inside another; three at most: move it out",
  ),
  "calculation-missing": say("“{}”是 calculate，请填写 calculation", "“{}” is a calculate; fill in calculation"),
  "default-wrong": say("默认值“{}”不符合题型，请改正", "Default “{}” does not fit the type; correct it"),
  "fact-unknown": say("平台没有共享事实“{}”，请从清单里选一个", "There is no shared fact “{}”; choose one of the list"),
  "fact-of-another": say(
    "共享事实“{}”不属于本表的对象（settings 的 subject），请改正其一",
    "Fact “{}” is not of this form’s subject (settings: subject); correct one of them",
  ),
  "fact-of-another-type": say(
    "题型或选项与共享事实“{}”不符，请按清单改正（是否题的选项 name 用 yes、no）",
    "The type or the choices do not fit fact “{}”; correct them by the list (yes/no questions: name the choices yes and no)",
  ),
  "fact-in-repeat": say(
    "“{}”在 repeat 里，不能对应共享事实，请移出来",
    "“{}” is in a repeat and cannot be a shared fact; move it out",
  ),
  "field-unknown": say("没有名为“{}”的题目，请核对 name", "There is no question “{}”; check the name"),
  ring: say("“{}”的计算或显示条件互相依赖成环，请拆开", "“{}” depends on itself in a ring; break it up"),
  "too-many": say("“{}”太多，超过上限，请拆成几张表", "Too many: {}; split the form"),
  empty: say("表里没有题目，请填写 survey", "There is no question; fill in survey"),
  "too-long": say("表达式太长（“{}”），请缩短", "The expression is too long (“{}”); shorten it"),
  "too-deep": say("表达式括号层数太多（“{}”），请简化", "The expression is nested too deeply (“{}”); simplify it"),
  "unclosed-text": say("引号没有成对（“{}”），请补上", "A quote is not closed (“{}”); close it"),
  "unknown-character": say(
    "表达式里有不认识的符号（“{}”），请改正（请用英文标点）",
    "The expression has a sign that is not known (“{}”); correct it",
  ),
  "unknown-function": say(
    "不支持函数“{}”，请改用文档列出的函数",
    "Function “{}” is not supported; use one of the guide’s",
  ),
  "wrong-arguments": say(
    "函数“{}”的参数个数不对，请改正",
    "Function “{}” has the wrong number of arguments; correct it",
  ),
  "unsafe-pattern": say(
    "regex 的式样太复杂或不是固定文字，请简化",
    "The pattern of regex is too complex or not a fixed text; simplify it",
  ),
  unexpected: say("表达式在“{}”处读不通，请改正", "The expression cannot be read at “{}”; correct it"),
  "ends-early": say("表达式没有写完，请补全", "The expression ends early; complete it"),
} as const satisfies Readonly<Record<string, { zh: string; en: string }>>;
export type FaultCode = keyof typeof FAULT_WORDS;

/** `survey，第 5 行，relevant：没有名为“x”的题目…` */
export function faultSentence({ sheet, line, column, fault, near }: SheetFault): { zh: string; en: string } {
  const { zh, en } = FAULT_WORDS[fault];
  const placed = (text: string) => text.replaceAll("{}", near);
  return {
    zh: `${[sheet, line > 0 ? `第 ${line} 行` : "", column].filter((one) => one !== "").join("，")}：${placed(zh)}`,
    en: `${[sheet, line > 0 ? `row ${line}` : "", column].filter((one) => one !== "").join(", ")}: ${placed(en)}`,
  };
}
