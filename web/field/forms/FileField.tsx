import { createContext, useContext } from "react";
import type { MediaProps } from "../../shared/forms/MediaPreview.tsx";
import { useWords } from "../../shared/language.ts";
import { TakenList } from "../parts/Attach.tsx";
import type { Taken } from "../parts/attach.ts";
import "../parts/attach.css";
import { Photo } from "../parts/Photo.tsx";
import { VoiceNote } from "../parts/VoiceNote.tsx";
import { words } from "./words.ts";

type Files = { readonly files: readonly Taken[]; readonly change: (files: readonly Taken[]) => void };

/** What this form has taken so far. */
export const FilesContext = createContext<Files>({ files: [], change: () => undefined });

/** A question that is answered by a photo or a recording. Neither when nor where goes with it: the form says when it was made. */
export function FileField({ type, label, value, onChange }: MediaProps) {
  const w = useWords(words);
  const { files, change } = useContext(FilesContext);
  const taken = files.find(({ id }) => id === value);
  const onTaken = (one: Taken) => {
    change([...files.filter(({ id }) => id !== value), one]);
    onChange(one.id);
  };
  const onRemove = () => {
    change(files.filter(({ id }) => id !== value));
    onChange("");
  };
  return (
    <fieldset className="form-media">
      <legend>{label}</legend>
      {taken !== undefined && <TakenList value={[taken]} onRemove={onRemove} />}
      {taken === undefined && value !== "" && (
        <p className="form-media-there">
          {type === "image" ? w.photoThere : w.voiceThere}
          <button type="button" className="button" onClick={onRemove}>
            {w.takeAnew}
          </button>
        </p>
      )}
      {value === "" && (
        <div className="actions">
          {type === "image" ? <Photo agreed={null} onTaken={onTaken} /> : <VoiceNote agreed={null} onTaken={onTaken} />}
        </div>
      )}
    </fieldset>
  );
}
