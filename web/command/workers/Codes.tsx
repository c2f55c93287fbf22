import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { issueCodes, listTerminals } from "#capabilities/workers/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Refused } from "../../shared/states.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

/** One-time codes for the phones of an area, shown once: the centre prints the list. */
export function Codes({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const queries = useQueryClient();
  const issuing = useMutation({
    mutationFn: () => send(issueCodes, {}, { area }),
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: [listTerminals.path] }),
  });
  const isOpen = issuing.isSuccess || issuing.isError;
  return (
    <>
      <Button loading={issuing.isPending} onClick={() => issuing.mutate()}>
        {word.codes}
      </Button>
      <Modal
        open={isOpen}
        title={word.codesTitle}
        width={760}
        rootClassName="printable"
        okText={word.print}
        cancelText={word.close}
        onOk={() => print()}
        onCancel={() => issuing.reset()}
      >
        {issuing.isError && <Refused error={issuing.error} />}
        {issuing.data && (
          <div className="stack">
            <p className="notice notice-warning">{word.codesNote(moment(issuing.data.validUntil))}</p>
            <Table
              caption={word.codesTitle}
              columns={[
                { key: "name", title: word.name, cell: ({ displayName }) => displayName },
                {
                  key: "account",
                  title: word.account,
                  cell: ({ username }) => <span className="mono">{username}</span>,
                },
                { key: "area", title: word.area, cell: (one) => <span className="mono">{one.area}</span> },
                { key: "code", title: word.code, cell: ({ code }) => <b className="mono activation">{code}</b> },
              ]}
              rows={issuing.data.codes}
              keyOf={({ postId }) => postId}
              nothing={word.codesNone}
            />
            {issuing.data.hasMore && <p>{word.codesMore}</p>}
          </div>
        )}
      </Modal>
    </>
  );
}
