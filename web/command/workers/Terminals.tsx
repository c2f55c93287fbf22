import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { listTerminals, revokeTerminal } from "#capabilities/workers/contract.ts";
import type { Terminal } from "#capabilities/workers/rules/staff.ts";
import { ask, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { Pages } from "../kit/Pages.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words-staff.ts";

type One = z.output<typeof Terminal>;

const STATES = ["registered", "waiting", "revoked", "expired"] as const;
const TONE = { registered: "good", waiting: "warning", revoked: "plain", expired: "plain" } as const;

/** Phones of an area and codes that wait for one; a lost phone is revoked here. */
export function Terminals({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const [state, setState] = useState<One["state"] | "">("");
  const [revoking, setRevoking] = useState<One | null>(null);
  const load = async (after: string, signal: AbortSignal) => {
    const params = { area, ...(state === "" ? {} : { state }), ...(after === "" ? {} : { after }) };
    const { items, next } = await ask(listTerminals, params, signal);
    return { rows: items, next };
  };
  const at = (iso: string | null) => (iso === null ? "—" : moment(iso));
  return (
    <Panel
      title={word.terminals}
      side={
        <select
          className="input input-small"
          aria-label={word.state}
          value={state}
          onChange={({ target }) => setState(STATES.find((one) => one === target.value) ?? "")}
        >
          <option value="">{word.all}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {word.states[one]}
            </option>
          ))}
        </select>
      }
    >
      <Pages key={state} queryKey={[listTerminals.path, area, state]} load={load}>
        {(rows: readonly One[]) => (
          <Table
            caption={word.terminals}
            columns={[
              { key: "holder", title: word.holder, cell: ({ displayName }) => displayName },
              { key: "area", title: word.area, cell: (one) => <PlaceLine code={one.area} /> },
              {
                key: "state",
                title: word.state,
                cell: (one) => <State of={one} />,
              },
              { key: "issued", title: word.issuedAt, cell: ({ issuedAt }) => at(issuedAt) },
              { key: "registered", title: word.registeredAt, cell: ({ registeredAt }) => at(registeredAt) },
              { key: "seen", title: word.lastSeenAt, cell: ({ lastSeenAt }) => at(lastSeenAt) },
              {
                key: "act",
                title: word.act,
                cell: (one) =>
                  (one.state === "registered" || one.state === "waiting") && (
                    <Button
                      size="small"
                      aria-label={`${word.revoke} ${one.displayName}`}
                      onClick={() => setRevoking(one)}
                    >
                      {word.revoke}
                    </Button>
                  ),
              },
            ]}
            rows={rows}
            keyOf={({ id }) => id}
            nothing={word.terminalsNone}
          />
        )}
      </Pages>
      {revoking !== null && <RevokeDialog of={revoking} onClose={() => setRevoking(null)} />}
    </Panel>
  );
}

/** A revoked phone is either erased, by its own word, or has not been in contact since. */
function State({ of }: { readonly of: One }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const { state, registeredAt, wipedAt, wipedUnsent } = of;
  return (
    <>
      <Pill tone={TONE[state]}>{word.states[state]}</Pill>
      {wipedAt !== null && <p className="quiet">{word.wiped(moment(wipedAt))}</p>}
      {wipedUnsent !== null && wipedUnsent > 0 && <p className="quiet">{word.wipedUnsent(wipedUnsent)}</p>}
      {state === "revoked" && registeredAt !== null && wipedAt === null && <p className="quiet">{word.notWipedYet}</p>}
    </>
  );
}

function RevokeDialog({ of, onClose }: { readonly of: One; readonly onClose: () => void }) {
  const word = useWords(words);
  const revoking = useAct((reason: string) => send(revokeTerminal, { terminalId: of.id }, { reason }), {
    done: word.revoked,
    onDone: onClose,
  });
  return (
    <ReasonDialog
      isDanger
      title={word.revokeTitle(of.displayName)}
      okText={word.revoke}
      isPending={revoking.isPending}
      onOk={revoking.mutate}
      onClose={onClose}
    >
      <p>{word.revokeNote}</p>
    </ReasonDialog>
  );
}
