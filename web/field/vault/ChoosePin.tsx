import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { isWeakPin } from "../store/vault-rules.ts";
import { vaultWords } from "../words-vault.ts";
import { PinPad } from "./PinPad.tsx";

type Props = { readonly title?: string; readonly onChosen: (pin: string) => Promise<void> };

/** A PIN, twice. */
export function ChoosePin({ title, onChosen }: Props) {
  const w = useWords(vaultWords);
  const [first, setFirst] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const onDone = (pin: string) => {
    if (first === null) {
      setFault(isWeakPin(pin) ? w.weak : null);
      if (!isWeakPin(pin)) setFirst(pin);
      return;
    }
    if (pin !== first) {
      setFirst(null);
      setFault(w.notSame);
      return;
    }
    setBusy(true);
    void onChosen(pin).finally(() => setBusy(false));
  };
  return (
    <PinPad
      key={first === null ? "first" : "again"}
      title={first === null ? (title ?? w.choose) : w.again}
      why={isBusy ? w.making : w.chooseWhy}
      fault={fault}
      isBusy={isBusy}
      onDone={onDone}
    />
  );
}
