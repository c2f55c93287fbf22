/** What the forms of a home share: the frame, yes or no, and how they end. */
import { type ReactNode, useState } from "react";
import type { z } from "zod";
import type { Command } from "#kernel/command.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { Text } from "../parts/Text.tsx";
import { go, paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { here } from "../store/local.ts";
import { SECTION } from "./List.tsx";
import { followed, saidOf } from "./overlay.ts";
import { words } from "./words.ts";

type FormProps = {
  readonly title: string;
  readonly back: string;
  readonly submit: string;
  readonly isWhole: boolean;
  readonly onSubmit: () => Promise<void>;
  /** Said beside the button while something is missing. */
  readonly missing?: string | undefined;
  readonly children: ReactNode;
};

/** A form with its button at the thumb. */
export function ActForm({ title, back, submit, isWhole, onSubmit, missing, children }: FormProps) {
  const [isBusy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    try {
      await onSubmit();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Bar title={title} back={back} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        {children}
        <div className="dock">
          {!isWhole && missing !== undefined && <p className="form-fault">{missing}</p>}
          <button
            type="button"
            className="button button-main"
            disabled={isBusy || !isWhole}
            onClick={() => void press()}
          >
            {submit}
          </button>
        </div>
      </form>
    </>
  );
}

/** Gives a command about a home, after what it stands on, and goes back to it. */
export async function giveAndReturn<B extends z.ZodType>(
  command: Command<B>,
  body: z.input<B>,
  homeId: string,
): Promise<void> {
  const after = followed(saidOf(here().outbox), homeId, command.kind);
  await give(command, body, { after });
  go(paths.section(SECTION, homeId), { instead: true });
}

const ANSWERS = ["yes", "no"] as const;

export function YesNo(props: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  const { yes, no } = useWords(words);
  return (
    <OneOf
      label={props.label}
      options={ANSWERS}
      words={{ yes, no }}
      value={props.value ? "yes" : "no"}
      onChange={(answer) => props.onChange(answer === "yes")}
    />
  );
}

export function NoteField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  return <Text {...props} rows={2} maxLength={500} />;
}
