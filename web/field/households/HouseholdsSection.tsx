import { correctPerson, moveOut } from "#capabilities/households/contract.ts";
import { useMended } from "../store/mend.ts";
import { AddDoorScreen, EditDoorScreen } from "./DoorForm.tsx";
import { DoorScreen } from "./DoorScreen.tsx";
import "./households.css";
import { CorrectScreen } from "./CorrectForm.tsx";
import { LandlordScreen } from "./LandlordForm.tsx";
import { MoveInScreen } from "./MoveInForm.tsx";
import { MoveOutScreen } from "./MoveOutForm.tsx";
import { ReturnsScreen } from "./ReturnsScreen.tsx";
import { useRegister } from "./register.ts";
import { SearchScreen } from "./SearchScreen.tsx";

/** The register on the phone: search, a door, and what is entered at it. */
export function HouseholdsSection({ rest }: { readonly rest: readonly string[] }) {
  const [first, id = "", deed, of = ""] = rest;
  if (first === "add") return <AddDoorScreen />;
  if (first === "returns") return <ReturnsScreen />;
  if (first === "mend") return <Mend />;
  if (first !== "door") return <SearchScreen />;
  switch (deed) {
    case "edit":
      return <EditDoorScreen doorId={id} />;
    case "move-in":
      return <MoveInScreen doorId={id} householdId={of === "" ? null : of} />;
    case "move-out":
      return <MoveOutScreen doorId={id} householdId={of} />;
    case "person":
      return <CorrectScreen doorId={id} personId={of} />;
    case "landlord":
      return <LandlordScreen doorId={id} />;
    default:
      return <DoorScreen doorId={id} />;
  }
}

/** A refused command that names a household or a person: at the door behind which they live. */
function Mend() {
  const { households, persons } = useRegister();
  const out = useMended(moveOut)?.body;
  const corrected = useMended(correctPerson)?.body;
  const home = out === undefined ? undefined : households.get(out.householdId);
  if (out !== undefined && home !== undefined)
    return <MoveOutScreen doorId={home.doorId} householdId={out.householdId} />;
  const doorId = corrected === undefined ? undefined : persons.get(corrected.personId)?.stays.at(-1)?.doorId;
  if (corrected !== undefined && doorId !== undefined)
    return <CorrectScreen doorId={doorId} personId={corrected.personId} />;
  return <SearchScreen />;
}
