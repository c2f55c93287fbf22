/** The name under which an area's instructions have a version among the inboxes: one row reaches everybody below. */
export const areaHolder = (area: string): string => `area:${area}`;
