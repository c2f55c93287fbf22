import { useQuery } from "@tanstack/react-query";
import { listUses } from "#capabilities/facts/contract.ts";
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useLocal } from "../store/local.ts";
import { registerWords } from "./words.ts";

/** Where what was collected at this door was used (数据回流). Asked for when there is a network. */
export function DoorUses({ subjects }: { readonly subjects: readonly string[] }) {
  const w = useWords(registerWords);
  const language = useLanguage();
  const format = useFormat();
  const isReached = useLocal((local) => local.isReached);
  const { data } = useQuery({
    queryKey: ["field-uses", ...subjects],
    queryFn: () => send(listUses, {}, { subjectIds: subjects.slice(0, 100) }),
    enabled: isReached === true,
  });
  return (
    <section className="door-part" aria-label={w.used}>
      <h2>{w.used}</h2>
      {data === undefined && <p className="quiet">{w.returnsOffline}</p>}
      {data?.uses.length === 0 && <p className="quiet">{w.notUsed}</p>}
      <ul className="entries">
        {data?.uses.map((one) => (
          <li key={`${one.factId}/${one.usedKind}/${one.title.en}`} className="entry">
            <strong>
              {one.attribute === "visit"
                ? w.visitReport
                : (attributeOf(one.attribute)?.title[language] ?? one.attribute)}
            </strong>
            {w.usedFor(w.usedKind[one.usedKind], one.title[language])}
            <span className="quiet">{format.moment(one.at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
