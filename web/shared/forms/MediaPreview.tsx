import type { ComponentType } from "react";
import type { Question } from "#capabilities/forms/rules/document.ts";
import { useWords } from "../language.ts";
import { formWords } from "./words.ts";

export type MediaProps = {
  readonly id: string;
  readonly type: Question["type"];
  readonly label: string;
  /** The id of what was taken; "": nothing yet. */
  readonly value: string;
  readonly onChange: (value: string) => void;
};
export type MediaField = ComponentType<MediaProps>;

/** Nothing is taken at a desk: the preview says what the phone does, and goes on as if it had been done. */
const AS_IF = "00000000-0000-7000-8000-000000000000";

export function MediaPreview({ id, type, label, value, onChange }: MediaProps) {
  const w = useWords(formWords);
  return (
    <div className="form-media">
      <p className="form-label">{label}</p>
      <p className="quiet">{type === "image" ? w.takesPhoto : w.takesVoice}</p>
      <label className="form-choice" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={value !== ""}
          onChange={({ target }) => onChange(target.checked ? AS_IF : "")}
        />
        <span>{w.asIfTaken}</span>
      </label>
    </div>
  );
}
