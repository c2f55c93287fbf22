import { useWords } from "../../shared/language.ts";
import { paths } from "../paths.ts";
import { usePersonHere } from "../store/register-here.ts";
import { words } from "../words.ts";

/** Name, telephone and door as the register on this phone has them: also where there is no network. */
export function RegisterHere({ personKey }: { readonly personKey: string }) {
  const w = useWords(words);
  const person = usePersonHere(personKey);
  if (person === null) return null;
  const { name, phone, doorId, address } = person;
  return (
    <section className="panel" aria-label={w.inRegister}>
      <h2>{w.inRegister}</h2>
      <dl className="facts">
        {name !== null && (
          <>
            <dt>{w.name}</dt>
            <dd>{name}</dd>
          </>
        )}
        <dt>{w.address}</dt>
        <dd>
          <a href={paths.section("households", "door", doorId)}>{address}</a>
        </dd>
        {phone !== null && (
          <>
            <dt>{w.phone}</dt>
            <dd>
              <a href={`tel:${phone}`}>{phone}</a>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
