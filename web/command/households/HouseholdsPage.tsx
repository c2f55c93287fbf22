import { useState } from "react";
import { CODE_LENGTH } from "#kernel/places.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import type { PageProps } from "../shell/page.ts";
import { Browse } from "./Browse.tsx";
import { Import } from "./Import.tsx";
import { words } from "./words.ts";

/** The register of a village or a grid: files taken in, and who lives where since when. */
export function Page({ area }: PageProps) {
  const word = useWords(words);
  const { post } = useMe();
  const [place, setPlace] = useState<string | null>(area.length >= CODE_LENGTH.village ? area : null);
  const isFine = place !== null && place.length >= CODE_LENGTH.village;
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <Panel title={word.place}>
        <PlacePicker label={word.place} value={place} onChange={setPlace} within={area} />
        {!isFine && <p role="status">{word.choosePlace}</p>}
      </Panel>
      {isFine && (post.role === "operator" || post.role === "grid-leader") && (
        <Panel title={word.importTitle}>
          <Import key={place} place={place} />
        </Panel>
      )}
      {isFine && (
        <Panel title={word.browse}>
          <Browse key={place} area={place} />
        </Panel>
      )}
    </div>
  );
}
