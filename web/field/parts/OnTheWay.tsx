import { useLanguage, useWords } from "../../shared/language.ts";
import { type RecordField, useOwnSteps } from "../store/steps.ts";
import { attachWords } from "../words-attach.ts";
import { givenWords } from "../words-given.ts";

/** Of one record: that something is on its way, and what the server said no to; what may follow stays below. */
export function OnTheWay({ field, id }: { readonly field: RecordField; readonly id: string }) {
  const w = useWords(attachWords);
  const names: Readonly<Record<string, string>> = useWords(givenWords);
  const language = useLanguage();
  const { refused, last } = useOwnSteps(field, id);
  return (
    <>
      {refused.map(({ id: itemId, command, refusal }) => (
        <p key={itemId} className="pad form-fault" role="alert">
          {`${command.kind === "command" ? (names[command.name] ?? "") : ""}：${refusal?.[language] ?? ""}`}
        </p>
      ))}
      {last !== null && (
        <p className="pad quiet" role="status">
          {w.onItsWay}
        </p>
      )}
    </>
  );
}
