import { LanguageSwitch } from "../shared/LanguageSwitch.tsx";
import { useWords } from "../shared/language.ts";
import { Part } from "../shared/states.tsx";
import { Appeals } from "./Appeals.tsx";
import { Caller } from "./Caller.tsx";
import { Ended } from "./Ended.tsx";
import { Figures } from "./Figures.tsx";
import { Purposes } from "./Purposes.tsx";
import { words } from "./words.ts";

/** What anybody may know: purposes, figures, ends. Three parts that wait and fail by themselves. */
export function OpenPage() {
  const { title, heading, lead } = useWords(words);
  return (
    <main className="open">
      <title>{title}</title>
      <header className="open-head">
        <div>
          <h1>{heading}</h1>
          <p>{lead}</p>
        </div>
        <LanguageSwitch />
      </header>
      <Part>
        <Caller />
      </Part>
      <Part>
        <Figures />
      </Part>
      <Part>
        <Appeals />
      </Part>
      <Part>
        <Purposes />
      </Part>
      <Part>
        <Ended />
      </Part>
    </main>
  );
}
