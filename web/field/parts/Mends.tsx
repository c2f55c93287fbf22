import { useLanguage, useWords } from "../../shared/language.ts";
import { go, paths } from "../paths.ts";
import { endMending, useMending } from "../store/mend.ts";
import { givenWords } from "../words-given.ts";
import { mineWords } from "../words-mine.ts";

/** Over the screens of a section while a refused command is put right there: what the server said, and the way out. */
export function Mends({ section }: { readonly section: string }) {
  const w = useWords(mineWords);
  const names: Readonly<Record<string, string>> = useWords(givenWords);
  const language = useLanguage();
  const item = useMending(section);
  if (item?.refusal == null || item.command.kind !== "command") return null;
  const letBe = () => {
    endMending();
    go(paths.outbox, { instead: true });
  };
  return (
    <aside className="notice notice-warning mends" aria-label={w.mending(names[item.command.name] ?? w.kind.command)}>
      <p>
        <strong>{w.mending(names[item.command.name] ?? w.kind.command)}</strong>
      </p>
      <p>{item.refusal[language]}</p>
      <button type="button" className="button" onClick={letBe}>
        {w.letBe}
      </button>
    </aside>
  );
}
