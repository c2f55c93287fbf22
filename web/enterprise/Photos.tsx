import { useState } from "react";
import { addPhoto, openMyPhoto, removePhoto } from "#capabilities/enterprises/contract.ts";
import { CHECKS } from "#capabilities/enterprises/rules/plan.ts";
import { addressOf, send } from "../shared/api.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { upload } from "../shared/upload.ts";
import { Choice, Failed, Field, useDeed } from "./parts.tsx";
import type { Mine } from "./types.ts";
import { words } from "./words.ts";

/** The longer side of a picture as it is sent; a camera's own is ten times the limit. */
const LONGEST = 1600;

/** Drawn anew, smaller, as JPEG: place and time that a camera writes into a file do not leave the phone. */
async function smaller(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  return blob ?? file;
}

/** Items that need no photo may have one. */
const OTHERS = CHECKS.filter((check) => !check.needsPhoto);

type Props = { readonly mine: Mine; readonly missing: readonly string[]; readonly isOpen: boolean };

/** Photos by item of the self-check: those that need one first, any other by choice. */
export function Photos({ mine, missing, isOpen }: Props) {
  const w = useWords(words);
  const language = useLanguage();
  const enterpriseId = mine.enterprise.id;
  const photos = mine.application?.photos ?? [];
  const adding = useDeed(async ({ item, file }: { item: string; file: File }) => {
    const blob = await smaller(file).catch(() => file);
    return upload(addPhoto, { enterpriseId, item }, { file: blob, onProgress: () => undefined });
  });
  const removing = useDeed((photoId: string) => send(removePhoto, { enterpriseId, photoId }));
  const [item, setItem] = useState("");
  const shown = (of: string) => (
    <p className="ent-row">
      {photos
        .filter((photo) => photo.item === of)
        .map((photo) => (
          <span key={photo.id} className="ent-row">
            <img
              src={addressOf(openMyPhoto, { enterpriseId, photoId: photo.id })}
              alt={CHECKS.find((check) => check.id === of)?.[language] ?? of}
              height="72"
            />
            {isOpen && photo.takenBy === "enterprise" && (
              <button type="button" className="ent-button" onClick={() => removing.mutate(photo.id)}>
                {w.removePhoto}
              </button>
            )}
          </span>
        ))}
    </p>
  );
  return (
    <section className="card">
      <h2>{w.photos}</h2>
      {CHECKS.filter((check) => check.needsPhoto).map((check) => (
        <div key={check.id}>
          <PhotoField
            label={`${check[language]} · ${w.addPhoto}`}
            isMissing={missing.includes(`photo.${check.id}`) && !photos.some((photo) => photo.item === check.id)}
            isDisabled={!isOpen || adding.isPending}
            onFile={(file) => adding.mutate({ item: check.id, file })}
          />
          {shown(check.id)}
        </div>
      ))}
      <h3>{w.otherPhotos}</h3>
      {isOpen && (
        <div className="ent-fields">
          <Choice
            label={w.photoItem}
            value={item}
            options={OTHERS.map((check) => [check.id, check[language]] as const)}
            onChange={setItem}
          />
          <PhotoField
            label={w.addPhoto}
            isDisabled={item === "" || adding.isPending}
            onFile={(file) => adding.mutate({ item, file })}
          />
        </div>
      )}
      {OTHERS.filter((check) => photos.some((photo) => photo.item === check.id)).map((check) => (
        <div key={check.id}>
          <p>{check[language]}</p>
          {shown(check.id)}
        </div>
      ))}
      <Failed of={adding} />
      <Failed of={removing} />
    </section>
  );
}

type FieldProps = {
  readonly label: string;
  readonly isMissing?: boolean;
  readonly isDisabled: boolean;
  readonly onFile: (file: File) => void;
};

const PhotoField = ({ label, isMissing = false, isDisabled, onFile }: FieldProps) => (
  <Field label={label} isMissing={isMissing}>
    {(id) => (
      <input
        id={id}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        disabled={isDisabled}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) onFile(file);
          target.value = "";
        }}
      />
    )}
  </Field>
);
