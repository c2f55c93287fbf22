import { useMutation } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { openPersonIdentity, PURPOSES } from "#capabilities/people/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Refused } from "../../shared/states.tsx";
import { Fact, Facts, Panel } from "../kit/Panel.tsx";
import { words } from "./words.ts";

type Purpose = (typeof PURPOSES)[number];
type Asked = { readonly purpose: Purpose; readonly reason: string } | null;

/** The sealed part: masked at a click, in full for a purpose. Nothing of it is kept after the page is left. */
export function IdentityPanel({ personKey }: { readonly personKey: string }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const [isAsking, setAsking] = useState(false);
  const opening = useMutation({
    mutationFn: (asked: Asked) =>
      send(
        openPersonIdentity,
        { personKey },
        asked === null ? {} : { purpose: asked.purpose, ...(asked.reason === "" ? {} : { reason: asked.reason }) },
      ),
    onSuccess: () => setAsking(false),
    gcTime: 0,
  });
  const { data } = opening;
  return (
    <Panel title={word.identity} note={word.identityNote}>
      {data && (
        <div className="stack identity">
          <Facts>
            <Fact name={word.name}>{data.name ?? word.unknown}</Fact>
            <Fact name={word.idNumber}>{data.idNumber ?? word.unknown}</Fact>
            <Fact name={word.phone}>{data.phone ?? word.unknown}</Fact>
            <Fact name={word.address}>{data.address ?? word.unknown}</Fact>
          </Facts>
          <p className="quiet">{word.openedAt(moment(data.openedAt))}</p>
        </div>
      )}
      {opening.isError && !isAsking && <Refused error={opening.error} />}
      <div className="row">
        {data ? (
          <Button onClick={() => opening.reset()}>{word.hide}</Button>
        ) : (
          <Button loading={opening.isPending && !isAsking} onClick={() => opening.mutate(null)}>
            {word.openMasked}
          </Button>
        )}
        <Button onClick={() => setAsking(true)}>{word.openFull}</Button>
      </div>
      {isAsking && (
        <Ask error={opening.error} isBusy={opening.isPending} open={opening.mutate} onClose={() => setAsking(false)} />
      )}
    </Panel>
  );
}

type AskProps = {
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly open: (asked: Asked) => void;
  readonly onClose: () => void;
};

function Ask({ error, isBusy, open, onClose }: AskProps) {
  const word = useWords(words);
  const [purpose, setPurpose] = useState<Purpose>("verification");
  const [reason, setReason] = useState("");
  const isEmergency = purpose === "break-glass";
  return (
    <Modal
      open
      title={word.openFull}
      okText={word.open}
      cancelText={word.cancel}
      okButtonProps={{ disabled: isEmergency && reason.trim().length < 10, loading: isBusy, danger: isEmergency }}
      onOk={() => open({ purpose, reason: reason.trim() })}
      onCancel={onClose}
    >
      <div className="stack">
        <fieldset className="radios">
          <legend>{word.purpose}</legend>
          {PURPOSES.map((one) => (
            <label key={one} className="row">
              <input type="radio" name="purpose" checked={purpose === one} onChange={() => setPurpose(one)} />
              {word.purposes[one]}
            </label>
          ))}
        </fieldset>
        {isEmergency && <p className="notice notice-warning">{word.breakGlass}</p>}
        <label className="field">
          <span>{word.reason}</span>
          <input className="input" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
        {error !== null && <Refused error={error} />}
      </div>
    </Modal>
  );
}
