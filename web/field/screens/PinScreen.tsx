import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { changePin } from "../store/vault.ts";
import { ChoosePin } from "../vault/ChoosePin.tsx";
import { PinPad } from "../vault/PinPad.tsx";
import { vaultWords } from "../words-vault.ts";

/** Another PIN: first the present one, then the new one twice. */
export function PinScreen() {
  const w = useWords(vaultWords);
  const [present, setPresent] = useState<string | null>(null);
  const [state, setState] = useState<"asking" | "wrong" | "done">("asking");
  const change = async (next: string) => {
    const isRight = present !== null && (await changePin(present, next));
    setState(isRight ? "done" : "wrong");
    if (!isRight) setPresent(null);
  };
  return (
    <>
      <Bar title={w.changePin} back={paths.mine} />
      {state === "done" ? (
        <p className="notice" role="status">
          {w.pinChanged}
        </p>
      ) : present === null ? (
        <PinPad
          title={w.present}
          why={w.enterWhy}
          fault={state === "wrong" ? w.wrong : null}
          isBusy={false}
          onDone={setPresent}
        />
      ) : (
        <ChoosePin onChosen={change} />
      )}
    </>
  );
}
