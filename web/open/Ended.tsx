import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { showCertificate } from "#capabilities/sunset/contract.ts";
import { query } from "../shared/api.ts";
import { useFormat } from "../shared/format.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { words } from "./words.ts";

/** The part of a certificate that the page shows; the file itself is what is checked. */
type Certificate = {
  readonly event: { readonly nameZh: string; readonly nameEn: string; readonly endedAt: string };
  readonly plan: { readonly id: string };
  readonly tables: readonly { readonly rowsBefore: number }[];
  readonly keysDestroyed: readonly { readonly name: string; readonly sha256: string }[];
};

export function Ended() {
  const { data } = useSuspenseQuery(query(showCertificate, {}));
  const { ended, endedLead, noneEnded, command } = useWords(words);
  const certificates = data.items as readonly Certificate[];
  return (
    <section aria-labelledby="ended">
      <h2 id="ended">{ended}</h2>
      <p>
        {endedLead}
        <code>{command}</code>
      </p>
      {certificates.length === 0 && <p className="quiet">{noneEnded}</p>}
      {certificates.map((certificate) => (
        <One key={certificate.plan.id} certificate={certificate} />
      ))}
    </section>
  );
}

function One({ certificate }: { readonly certificate: Certificate }) {
  const { erasedRows, keysDestroyed, until, download } = useWords(words);
  const language = useLanguage();
  const format = useFormat();
  const file = useMemo(
    () => `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(certificate))}`,
    [certificate],
  );
  const rows = certificate.tables.reduce((sum, table) => sum + table.rowsBefore, 0);
  return (
    <article className="purpose">
      <h3>
        {`${language === "zh" ? certificate.event.nameZh : certificate.event.nameEn} · ${until(format.day(certificate.event.endedAt.slice(0, 10)))}`}
      </h3>
      <p>{erasedRows(format.count(rows), format.count(certificate.tables.length))}</p>
      <p>
        {keysDestroyed(certificate.keysDestroyed.map((key) => `${key.name} ${key.sha256.slice(0, 16)}`).join("  "))}
      </p>
      <a href={file} download={`certificate-${certificate.plan.id}.json`}>
        {download}
      </a>
    </article>
  );
}
