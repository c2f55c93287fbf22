import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Waiting } from "../../shared/states.tsx";
import { paths } from "../paths.ts";
import { carriedArea } from "../store/copies.ts";
import { countOf, RECORDS_ON_A_PHONE } from "../store/copy-rules.ts";
import { useLocal } from "../store/local.ts";
import { vaultWords } from "../words-vault.ts";
import { usePlaceName } from "./place.ts";

/** What lies on this phone: how much of how much, as of when, of which area; and the PIN that guards it. */
export function OnPhone() {
  const w = useWords(vaultWords);
  const { count, moment } = useFormat();
  const copy = useLocal(({ kept }) => kept.copy);
  const records = useLocal(({ copies }) => countOf(copies));
  const isRead = useLocal((local) => local.areCopiesRead);
  const area = useLocal(() => carriedArea());
  return (
    <section className="panel" aria-label={w.onPhone}>
      <h2>{w.onPhone}</h2>
      {isRead ? <p>{w.records(count(records), count(RECORDS_ON_A_PHONE))}</p> : <Waiting />}
      <p className="quiet">
        {copy === undefined
          ? w.none
          : copy.isWhole === true && copy.wholeAt !== null
            ? w.wholeAsOf(moment(copy.wholeAt))
            : w.notWhole(count(copy.done), count(copy.total))}
      </p>
      {area !== null && <Carried area={area} />}
      <p className="quiet">{w.encrypted}</p>
      <nav className="rows" aria-label={w.onPhone}>
        <a className="row" href={paths.area}>
          {w.chooseArea}
          <span className="chevron" aria-hidden="true" />
        </a>
        <a className="row" href={paths.pin}>
          {w.changePin}
          <span className="chevron" aria-hidden="true" />
        </a>
      </nav>
    </section>
  );
}

function Carried({ area }: { readonly area: string }) {
  const { carried } = useWords(vaultWords);
  return <p className="quiet">{`${carried}：${usePlaceName(area)}`}</p>;
}
