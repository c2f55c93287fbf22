/** Parts of the pages of records: how many stand where, the course of one, and what was attached to it. */
import type { z } from "zod";
import { type Attachment, openAttachment } from "#capabilities/attachments/contract.ts";
import { addressOf } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { Panel } from "./Panel.tsx";

type CourseProps = {
  readonly of: readonly {
    readonly kind: string;
    readonly at: string;
    readonly byName: string | null;
    readonly reason: string | null;
  }[];
  readonly words: Readonly<Record<string, string>>;
};

export function Course({ of, words }: CourseProps) {
  const { moment } = useFormat();
  return (
    <ul className="list-plain">
      {of.map((one) => (
        <li key={`${one.kind} ${one.at}`}>
          {`${moment(one.at)} ${words[one.kind] ?? one.kind} ${one.byName ?? ""}`}
          {one.reason !== null && <p className="quiet">{one.reason}</p>}
        </li>
      ))}
    </ul>
  );
}

type AttachmentsProps = {
  readonly of: readonly z.output<typeof Attachment>[];
  readonly title: string;
  readonly photo: (n: number) => string;
  readonly voice: (n: number) => string;
};

/** Nothing when nothing was attached. */
export function Attachments({ of, title, photo, voice }: AttachmentsProps) {
  if (of.length === 0) return null;
  return (
    <Panel title={title}>
      <ul className="list-plain">
        {of.map((one, at) => (
          <li key={one.id}>
            <a href={addressOf(openAttachment, one)} target="_blank" rel="noreferrer">
              {one.medium === "photo" ? photo(at + 1) : voice(at + 1)}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A few numbers side by side, each with its name. */
export function Counts({ of }: { readonly of: readonly (readonly [name: string, value: number])[] }) {
  const { count } = useFormat();
  return (
    <dl className="tiles tiles-plain">
      {of.map(([name, value]) => (
        <div key={name} className="tile">
          <dt className="tile-name">{name}</dt>
          <dd className="tile-value">{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
