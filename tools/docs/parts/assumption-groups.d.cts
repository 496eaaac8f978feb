declare const groups: Readonly<Record<"untold" | "twice" | "lost" | "truth" | "calm" | "removed" | "ends", string>>;
export = groups;
