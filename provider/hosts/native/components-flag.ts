// Apart from what starts the process of components, which loads gRPC.

/** Lets the plugin's program be the process that makes components. */
export const componentsFlag = "--components";
