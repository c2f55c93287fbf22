import "./safety.css";
import { AlarmScreen } from "./AlarmScreen.tsx";
import { CallerScreen } from "./CallerScreen.tsx";
import { CannotScreen } from "./CannotScreen.tsx";
import { CheckScreen } from "./CheckScreen.tsx";
import { EquipmentScreen } from "./EquipmentScreen.tsx";
import { HandOverScreen } from "./HandOverScreen.tsx";
import { LeaveScreen } from "./LeaveScreen.tsx";
import { WeekScreen } from "./WeekScreen.tsx";

/** Pieces of the address after the section's name. Not the list's own type: that would be a ring of imports. */
type Props = { readonly rest: readonly string[] };

/** The screens of one's own safety; the first one is the alarm. */
export function SafetySection({ rest: [screen, id, place] }: Props) {
  switch (screen) {
    case "check":
      return <CheckScreen />;
    case "equipment":
      return <EquipmentScreen />;
    case "caller":
      return <CallerScreen />;
    case "week":
      return <WeekScreen />;
    case "hand-over":
      return <HandOverScreen />;
    case "leave":
      // `leave/at/PLACE`: from a door without a task.
      return id === "at" ? <LeaveScreen taskId={null} place={place ?? null} /> : <LeaveScreen taskId={id ?? null} />;
    case "cannot":
      return <CannotScreen taskId={id ?? ""} />;
    default:
      return <AlarmScreen />;
  }
}
