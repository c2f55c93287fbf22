import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { HANDED_IN_FOLDERS, type HandedInFolder, putFeed } from "#capabilities/intake/contract.ts";
import type { Department } from "#kernel/actor.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useSentence } from "../../shared/states.tsx";
import { upload } from "../../shared/upload.ts";
import { Panel } from "../kit/Panel.tsx";
import { words } from "./words.ts";

type Sending = { readonly name: string; readonly share: number; readonly text: string; readonly isRefused: boolean };
type Props = { readonly day: string; readonly department: Department | null };

/** Files go one after the other, each streamed from disk; what one is refused for does not stop the others. */
export function HandIn({ day, department }: Props) {
  const word = useWords(words);
  const { share: asShare } = useFormat();
  const sentence = useSentence();
  const queries = useQueryClient();
  const own = HANDED_IN_FOLDERS.find((one) => one === department);
  const [folder, setFolder] = useState<HandedInFolder>(own ?? "police");
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const note = (line: Sending) => setSending((lines) => [...lines.filter(({ name }) => name !== line.name), line]);
  const hand = async (files: readonly File[]) => {
    setSending([]);
    for (const file of files) {
      const line = { name: file.name, share: 0, text: "", isRefused: false };
      try {
        const onProgress = (share: number) => note({ ...line, share, text: word.uploading(asShare(share)) });
        const { state } = await upload(putFeed, { day, folder, file: file.name }, { file, onProgress });
        note({ ...line, share: 1, text: state === "taken" ? word.taken : word.alreadyTaken });
      } catch (error) {
        note({ ...line, text: sentence(error), isRefused: true });
      }
    }
    await queries.invalidateQueries();
  };
  return (
    <Panel title={word.hand} note={word.handNote}>
      <div className="filters">
        <label className="field">
          <span>{word.folder}</span>
          <select
            className="input input-small"
            value={folder}
            disabled={own !== undefined}
            onChange={({ target }) => setFolder(HANDED_IN_FOLDERS.find((one) => one === target.value) ?? folder)}
          >
            {HANDED_IN_FOLDERS.map((one) => (
              <option key={one} value={one}>
                {word.folders[one]}
              </option>
            ))}
          </select>
        </label>
        {/* The browser's own button speaks the system's language: ours stands for it, the input stays for keyboards. */}
        <label className="file-button">
          <input
            type="file"
            className="visually-hidden"
            multiple
            accept=".csv,.gz,.parquet,.ndjson"
            onChange={({ target }) => {
              const files = [...(target.files ?? [])];
              // Emptied, so that the same file can be chosen again after it was corrected.
              target.value = "";
              if (files.length > 0) void hand(files);
            }}
          />
          <span>{word.choose}</span>
        </label>
      </div>
      <ul className="list-plain sendings">
        {sending.map(({ name, share, text, isRefused }) => (
          <li key={name} className={isRefused ? "notice notice-refused" : "row"}>
            <span className="mono">{name}</span>
            {!isRefused && <progress max={1} value={share} aria-label={name} />}
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
