import { useState } from "react";
import { askService } from "#capabilities/services/contract.ts";
import { SERVICE_KINDS, type ServiceKind } from "#capabilities/services/rules/kinds.ts";
import type { Goods } from "#capabilities/supplies/rules/items.ts";
import { GoodsPicker } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { Attach } from "../parts/Attach.tsx";
import { giveTaken, type Taken } from "../parts/attach.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { GridHere, useOwnPlace } from "../parts/GridHere.tsx";
import { useKeptForm, useMendedForm } from "../parts/kept-form.ts";
import { Text } from "../parts/Text.tsx";
import { go, paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { attachWords } from "../words-attach.ts";
import { serviceWords } from "./words.ts";

const HOME = paths.section("services");

type Form = {
  readonly place: string | null;
  readonly kind: ServiceKind | null;
  readonly words: string;
  readonly door: string;
  readonly name: string;
  readonly phone: string;
  readonly mayVolunteer: boolean;
  readonly isContactless: boolean;
  readonly goods: Goods;
};

/** What somebody at a door asked for; kept with every touch, sent when there is a network. */
export function NewService() {
  const w = useWords(serviceWords);
  const { missing } = useWords(attachWords);
  const empty = { kind: null, words: "", door: "", name: "", phone: "", mayVolunteer: false, isContactless: true };
  const [form, change, clear] = useMendedForm<Form, typeof askService.body>(
    "service",
    { place: useOwnPlace(), ...empty, goods: [] },
    {
      command: askService,
      typed: ({ place, kind, errand, mayVolunteer = false, isContactless = true, goods = [] }) => ({
        ...{ place, kind, mayVolunteer, isContactless, goods, words: errand.words, door: errand.door },
        ...{ name: errand.name ?? "", phone: errand.phone ?? "" },
      }),
    },
  );
  const [media, changeMedia, clearMedia] = useKeptForm<{ readonly taken: readonly Taken[] }>("service-media", {
    taken: [],
  });
  const [isTold, setTold] = useState(false);
  const { place, kind, words, door, name, phone, mayVolunteer, isContactless, goods } = form;
  const lacks = [
    ...(kind === null ? [w.what] : []),
    ...(words.trim() === "" ? [w.words] : []),
    ...(door.trim() === "" ? [w.door] : []),
  ];
  const onSubmit = async () => {
    if (lacks.length > 0 || kind === null || place === null) return setTold(true);
    const errand = {
      words: words.trim(),
      door: door.trim(),
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      ...(phone.trim().length < 5 ? {} : { phone: phone.trim() }),
    };
    const supplies = goods.length === 0 ? {} : { goods: [...goods] };
    const id = await give(askService, { place, kind, errand, mayVolunteer, isContactless, ...supplies });
    await giveTaken(media.taken, { objectKind: "service", objectId: id, after: id });
    clear();
    clearMedia();
    go(HOME, { instead: true });
  };
  return (
    <>
      <Bar title={w.newTitle} back={HOME} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <GridHere value={place} onChange={(at) => change({ place: at })} />
        <OneOf
          label={w.what}
          options={SERVICE_KINDS}
          words={w.kind}
          value={kind}
          onChange={(one) => change({ kind: one })}
        />
        <Text label={w.words} value={words} onChange={(text) => change({ words: text })} maxLength={500} rows={3} />
        <GoodsPicker value={goods} onChange={(all) => change({ goods: all })} />
        <Text label={w.door} value={door} onChange={(text) => change({ door: text })} maxLength={120} />
        <Text label={w.name} value={name} onChange={(text) => change({ name: text })} maxLength={40} />
        <Text label={w.phone} value={phone} onChange={(text) => change({ phone: text })} maxLength={30} type="tel" />
        <label className="tick-line">
          <input
            type="checkbox"
            checked={mayVolunteer}
            onChange={(event) => change({ mayVolunteer: event.target.checked })}
          />
          <span>{w.mayVolunteer}</span>
        </label>
        <label className="tick-line">
          <input
            type="checkbox"
            checked={isContactless}
            onChange={(event) => change({ isContactless: event.target.checked })}
          />
          <span>{w.contactless}</span>
        </label>
        <Attach value={media.taken} onChange={(taken) => changeMedia({ taken })} />
        <div className="dock">
          {isTold && lacks.length > 0 && (
            <p className="form-fault" role="alert">
              {missing(lacks.join("、"))}
            </p>
          )}
          <button type="button" className="button button-main" onClick={() => void onSubmit()}>
            {w.submit}
          </button>
        </div>
      </form>
    </>
  );
}
