import { useId, useState } from "react";
import { useWords } from "../../shared/language.ts";
import { attachWords } from "../words-attach.ts";
import { type Agreed, type Taken, takenPhoto } from "./attach.ts";

type Props = { readonly agreed: Agreed; readonly onTaken: (taken: Taken) => void };

/** Takes one photo with the phone's own camera; it is drawn anew before anything keeps it. */
export function Photo({ agreed, onTaken }: Props) {
  const w = useWords(attachWords);
  const id = useId();
  const [isFault, setFault] = useState(false);
  const onFile = async (file: File | undefined) => {
    if (file === undefined) return;
    const taken = await takenPhoto(file, agreed);
    setFault(taken === null);
    if (taken !== null) onTaken(taken);
  };
  return (
    <>
      <label className="button attach-photo" htmlFor={id}>
        {w.photo}
        <input
          id={id}
          type="file"
          accept="image/*"
          capture="environment"
          className="visually-hidden"
          onChange={({ target }) => {
            void onFile(target.files?.[0]);
            // The same file may be chosen again after it was removed.
            target.value = "";
          }}
        />
      </label>
      {isFault && (
        <p className="form-fault" role="alert">
          {w.photoFault}
        </p>
      )}
    </>
  );
}
