/** Whether an answer is of its question's type. */
import { type QuestionType, TEXT_ANSWER_AT_MOST } from "./document.ts";
import { daysOf } from "./values.ts";

const BARCODE_AT_MOST = 200;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHAPE: Readonly<Partial<Record<QuestionType, RegExp>>> = {
  integer: /^-?\d{1,9}$/,
  decimal: /^-?\d{1,9}(\.\d{1,6})?$/,
  time: /^([01]\d|2[0-3]):[0-5]\d$/,
  acknowledge: /^OK$/,
  image: UUID,
  audio: UUID,
};

export function typeFault(
  type: QuestionType,
  value: string,
  choices: readonly string[],
): "wrong-type" | "not-a-choice" | "too-long" | null {
  switch (type) {
    case "select_one":
      return choices.includes(value) ? null : "not-a-choice";
    case "select_multiple": {
      const chosen = value.split(" ");
      const isSound = new Set(chosen).size === chosen.length && chosen.every((one) => choices.includes(one));
      return isSound ? null : "not-a-choice";
    }
    case "date":
      return value.length === 10 && daysOf(value) !== null ? null : "wrong-type";
    case "dateTime":
      return value.length >= 16 && daysOf(value) !== null ? null : "wrong-type";
    case "barcode":
      return value.length > BARCODE_AT_MOST ? "too-long" : null;
    case "text":
      return value.length > TEXT_ANSWER_AT_MOST ? "too-long" : null;
    default: {
      const shape = SHAPE[type];
      return shape === undefined || shape.test(value) ? null : "wrong-type";
    }
  }
}
