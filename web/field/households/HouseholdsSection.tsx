import { AddDoorScreen, EditDoorScreen } from "./DoorForm.tsx";
import { DoorScreen } from "./DoorScreen.tsx";
import "./households.css";
import { CorrectScreen } from "./CorrectForm.tsx";
import { LandlordScreen } from "./LandlordForm.tsx";
import { MoveInScreen } from "./MoveInForm.tsx";
import { MoveOutScreen } from "./MoveOutForm.tsx";
import { ReturnsScreen } from "./ReturnsScreen.tsx";
import { SearchScreen } from "./SearchScreen.tsx";

/** The register on the phone: search, a door, and what is entered at it. */
export function HouseholdsSection({ rest }: { readonly rest: readonly string[] }) {
  const [first, id = "", deed, of = ""] = rest;
  if (first === "add") return <AddDoorScreen />;
  if (first === "returns") return <ReturnsScreen />;
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
