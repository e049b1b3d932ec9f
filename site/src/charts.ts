/** Charts, loaded only where one is shown. */

import { drawPlot } from "./charts/plot";
import { drawSteps, type Steps } from "./charts/steps";

declare global {
  var baimoSteps: ((host: HTMLElement, steps: Steps) => void) | undefined;
}

globalThis.baimoPlot = drawPlot;
globalThis.baimoSteps = drawSteps;
