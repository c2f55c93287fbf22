/** Photos and recordings of a form on the phone: in its draft until it is sent, in the outbox behind it then. */
import { v7 } from "uuid";
import { addAttachment } from "#capabilities/attachments/contract.ts";
import type { Answers } from "#capabilities/forms/rules/rows.ts";
import { pictureType, soundType } from "#kernel/media.ts";
import { type Taken, takenCommand } from "../parts/attach.ts";
import { here } from "../store/local.ts";
import type { OutboxItem } from "../store/shapes.ts";

type Added = { readonly objectId: string } & Pick<Taken, "medium" | "data" | "takenAt" | "position">;

const addedOf = ({ command }: OutboxItem): Added | null =>
  command.kind === "command" && command.name === addAttachment.kind ? (command.body as Added) : null;

/** What lies in the outbox behind a form that was refused: it is taken along when the form is corrected. */
export function filesBehind(outbox: readonly OutboxItem[], givenId: string): readonly Taken[] {
  return outbox.flatMap((item) => {
    const added = addedOf(item);
    if (added === null || added.objectId !== givenId) return [];
    const { medium, data, takenAt, position } = added;
    const kept = { ...(takenAt === undefined ? {} : { takenAt }), ...(position === undefined ? {} : { position }) };
    return [{ id: item.id, medium, data, mediaType: typeOf(data), ...kept }];
  });
}

const HEAD = 64;
function typeOf(data: string): string {
  const bytes = Uint8Array.from(atob(data.slice(0, HEAD)), (letter) => letter.charCodeAt(0));
  return pictureType(bytes) ?? soundType(bytes) ?? "";
}

/** A form's answers and the files they name, as they are sent: what the server said no to goes under a new id. */
export function toSend(answers: Answers, files: readonly Taken[]) {
  const text = JSON.stringify(answers);
  const named = files.filter(({ id }) => text.includes(id));
  const known = new Set(here().outbox.map(({ id }) => id));
  const ids = new Map(named.filter(({ id }) => known.has(id)).map(({ id }) => [id, v7()]));
  const renamed = [...ids].reduce((all, [from, to]) => all.replaceAll(from, to), text);
  return {
    answers: JSON.parse(renamed) as Answers,
    files: named.map((one) => ({ ...one, id: ids.get(one.id) ?? one.id })),
    /** Of the outbox: what went under a new id. */
    gone: [...ids.keys()],
  };
}

/** The files as commands behind the form of that id. */
export const behind = (files: readonly Taken[], formAnswerId: string) =>
  files.map((one) => takenCommand(one, { objectKind: "form-answer", objectId: formAnswerId, after: formAnswerId }));
