// The virtual clock, for one test file: Node's channels are the process's own, so a listener that stayed would count the
// requests of every later file too.
import { stopCounting } from "../../../tools/lib/virtual-clock.cjs";

afterAll(stopCounting);

export { VirtualClock } from "../../../tools/lib/virtual-clock.cjs";
