import { type ComponentType, lazy } from "react";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Waiting } from "../../shared/states.tsx";
import { Mends } from "../parts/Mends.tsx";
import { paths } from "../paths.ts";
import { SECTIONS, type SectionProps } from "../sections.ts";
import { useLocal } from "../store/local.ts";
import { words } from "../words.ts";

/** Everything that a worker of this role can do, a row each; the list of the day has a screen of its own. */
export function WorkScreen() {
  const { tabs } = useWords(words);
  const language = useLanguage();
  const role = useLocal(({ kept }) => kept.me?.value.post.role);
  return (
    <>
      <header className="head">
        <h1>{tabs.work}</h1>
      </header>
      <nav className="rows" aria-label={tabs.work}>
        {SECTIONS.filter(({ who }) => role !== undefined && who.includes(role)).map(({ name, title, icon }) => (
          <a key={name} className="row" href={paths.section(name)}>
            <span className="row-name">
              <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
                <path d={icon} />
              </svg>
              {title[language]}
            </span>
            <span className="chevron" aria-hidden="true" />
          </a>
        ))}
      </nav>
    </>
  );
}

const screens = new Map<string, ComponentType<SectionProps>>(
  SECTIONS.map(({ name, load }) => [name, lazy(async () => ({ default: await load() }))]),
);

const SAFETY = "safety";

/** A section's screen; an address of none leads back to the list of them. */
export function SectionScreen({ name, rest }: { readonly name: string; readonly rest: readonly string[] }) {
  const isRead = useLocal((local) => local.areCopiesRead);
  const Screen = screens.get(name);
  if (Screen === undefined) return <WorkScreen />;
  // A list that is not read yet must not look like an empty one; whoever needs help waits for nothing.
  if (!isRead && name !== SAFETY) return <Waiting />;
  return (
    <>
      <Mends section={name} />
      <Screen rest={rest} />
    </>
  );
}
