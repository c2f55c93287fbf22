import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { showDocuments } from "#capabilities/observation/contract.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Paper } from "../../shared/Paper.tsx";
import { Signed } from "../../shared/Signature.tsx";
import { useSentence } from "../../shared/states.tsx";
import { words } from "./words.ts";

/** The papers and orders of one home, opened when they are asked for: each opening is on record. */
export function Papers({ id }: { readonly id: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const sentence = useSentence();
  const { post } = useMe();
  const opening = useMutation({ mutationFn: () => ask(showDocuments, { id }) });
  if (post.role === "auditor") return null;
  const papers = opening.data?.documents;
  return (
    <>
      <h3>{w.papers}</h3>
      <p className="quiet">{w.papersLead}</p>
      {opening.isError && <p role="alert">{sentence(opening.error)}</p>}
      {papers === undefined && (
        <p>
          <Button size="small" loading={opening.isPending} onClick={() => opening.mutate()}>
            {w.openPapers}
          </Button>
        </p>
      )}
      {papers?.length === 0 && <p>{w.papersNone}</p>}
      {papers?.map((one) => (
        <Paper
          key={one.kind + one.madeAt}
          paper={one[language]}
          foot={
            <>
              <p className="quiet">{moment(one.signedAt ?? one.madeAt)}</p>
              {one.signature !== null && <Signed label={one[language].title} path={one.signature} />}
            </>
          }
        />
      ))}
    </>
  );
}
