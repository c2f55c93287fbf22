import { useWords } from "../../shared/language.ts";
import { paths } from "../paths.ts";
import { safetyWords } from "../safety/words.ts";

/** Away from this door, when it is not safe: a door needs no task for that. */
export function LeaveLink({ place }: { readonly place: string }) {
  const { leave } = useWords(safetyWords);
  return (
    <nav className="rows" aria-label={leave}>
      <a className="row" href={paths.section("safety", "leave", "at", place)}>
        {leave}
        <span className="chevron" aria-hidden="true" />
      </a>
    </nav>
  );
}
