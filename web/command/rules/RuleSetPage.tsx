import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { AssessmentRule, RuleSet } from "#capabilities/assessment/contract.ts";
import { showRuleSet, signRuleSet } from "#capabilities/intake/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Tier } from "../../shared/Tier.tsx";
import { useAct } from "../kit/act.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { WhatIf } from "./WhatIf.tsx";
import { words } from "./words.ts";

/** One version in plain language, rule by rule; who signed it. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const language = useLanguage();
  const { post } = useMe();
  const { day, moment, count } = useFormat();
  const [id = "", version = "1"] = location.parts;
  const { data } = useSuspenseQuery({
    ...query(showRuleSet, { id, version: Number(version) }),
    refetchInterval: 10_000,
  });
  // The server has checked the document against the schema before it kept it.
  const document = data.document as unknown as RuleSet;
  const signing = useAct(() => send(signRuleSet, { id, version: data.version }, {}), { done: word.signed });
  const maySign = data.publishedAt === null && post.role === "signatory" && post.department === "health";
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.ruleSets()}>{word.back}</a>
        </p>
        <PageHead
          title={language === "zh" ? data.titleZh : data.titleEn}
          lead={
            <span className="row">
              <span className="mono">{`${data.id} v${data.version}`}</span>
              {data.isStanding && <Pill tone="good">{word.standing}</Pill>}
              {data.publishedAt === null && (
                <Pill tone="warning">{`${word.proposed} · ${word.signatures(count(data.signatures.length))}`}</Pill>
              )}
              <span>{word.window(String(document.windowDays))}</span>
            </span>
          }
          actions={
            maySign && (
              <div className="stack publish">
                <Button type="primary" loading={signing.isPending} onClick={() => signing.mutate(undefined)}>
                  {word.sign}
                </Button>
                <p className="quiet">{word.signNote}</p>
              </div>
            )
          }
        />
      </div>
      <Panel title={word.rules}>
        <RuleTable rules={document.rules} />
      </Panel>
      <div className="columns columns-even">
        <Panel>
          <Facts>
            <Fact name={word.validFrom}>{day(data.validFrom)}</Fact>
            <Fact name={word.proposedBy}>{`${data.proposedBy ?? word.system} · ${moment(data.proposedAt)}`}</Fact>
            {data.signatures.map((signature) => (
              <Fact key={signature.displayName} name={word.signed}>
                {`${signature.displayName} · ${signature.organisation} · ${moment(signature.signedAt)}`}
              </Fact>
            ))}
            {data.publishedAt !== null && <Fact name={word.publishedAt}>{moment(data.publishedAt)}</Fact>}
            <Fact name={word.fingerprint}>
              <span className="mono">{data.sha256}</span>
            </Fact>
          </Facts>
          <details className="remarks">
            <summary>{word.raw}</summary>
            <pre className="raw">{JSON.stringify(data.document, null, 2)}</pre>
          </details>
        </Panel>
        {(post.role === "analyst" || post.role === "signatory") && <WhatIf id={data.id} version={data.version} />}
      </div>
    </div>
  );
}

function RuleTable({ rules }: { readonly rules: readonly AssessmentRule[] }) {
  const word = useWords(words);
  const language = useLanguage();
  return (
    <Table
      caption={word.rules}
      columns={[
        { key: "tier", title: word.tier, cell: ({ tier }) => <Tier tier={tier} /> },
        {
          key: "rule",
          title: word.rules,
          cell: (rule) => (
            <>
              <b>{rule.reason[language]}</b>
              <p className="quiet">{howOf(word.how, rule)}</p>
            </>
          ),
        },
        { key: "first", title: word.deadline, cell: (rule) => word.firstContact(String(rule.firstContactHours)) },
        {
          key: "evidence",
          title: word.evidence,
          cell: ({ evidence }) => <span className="mono">{evidence.join(" ")}</span>,
        },
        { key: "id", title: word.id, cell: ({ id }) => <span className="mono quiet">{id}</span> },
      ]}
      rows={rules}
      keyOf={({ id }) => id}
    />
  );
}

type How = (typeof words)["zh"]["how"];

/** A rule's sentence: its kind is code, so is how it reads. */
function howOf(how: How, rule: AssessmentRule): string {
  switch (rule.kind) {
    case "area-stay":
      return how["area-stay"](rule.parameters);
    case "co-traveller":
      return how["co-traveller"](rule.parameters);
    case "household":
      return how.household(rule.parameters);
    case "measure":
      return how.measure(rule.parameters);
    default:
      return how[rule.kind]();
  }
}
