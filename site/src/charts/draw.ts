/** ECharts with the parts that the site uses, kept in step with the size of its place and with light and dark. */

import { BarChart, CustomChart, LineChart } from "echarts/charts";
import {
  AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, LegendScrollComponent, TooltipComponent,
} from "echarts/components";
import { type EChartsCoreOption, type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { locale, readTheme, type Theme } from "./theme";

use([
  AriaComponent, BarChart, CanvasRenderer, CustomChart, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent,
  LegendScrollComponent, LineChart, TooltipComponent,
]);

const charts = new WeakMap<HTMLElement, { chart: EChartsType; option: (theme: Theme) => EChartsCoreOption }>();
const hosts = new Set<HTMLElement>();

/** Draw into an element, or draw anew. `option` is asked again when colours change. */
export function draw(host: HTMLElement, option: (theme: Theme) => EChartsCoreOption): void {
  let known = charts.get(host);
  if (known) known.option = option;
  else {
    const chart = init(host, null, { locale, renderer: "canvas" });
    known = { chart, option };
    charts.set(host, known);
    hosts.add(host);
    new ResizeObserver(() => chart.resize()).observe(host);
  }
  known.chart.setOption({ ...shared(readTheme()), ...option(readTheme()) }, { notMerge: true });
}

function redraw(): void {
  for (const host of hosts) {
    const known = charts.get(host);
    if (!host.isConnected || !known) {
      known?.chart.dispose();
      hosts.delete(host);
    } else {
      draw(host, known.option);
    }
  }
}

document.addEventListener("baimo:theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

/** What all charts share. Tooltips are elements, since markup with inline styles is forbidden on our pages. */
function shared(theme: Theme): EChartsCoreOption {
  return {
    animation: false,
    color: theme.series,
    textStyle: { fontFamily: theme.font, color: theme.ink },
    aria: { enabled: true, decal: { show: true } },
    legend: { type: "scroll", top: 0, left: 0, textStyle: { color: theme.ink }, pageTextStyle: { color: theme.ink } },
    grid: { left: 12, right: 24, top: 44, bottom: 56, containLabel: true },
  };
}

/** A tooltip over the whole width of the chart, from text. */
export function tooltip(theme: Theme, lines: (params: unknown) => string[]) {
  return {
    trigger: "axis",
    confine: true,
    backgroundColor: theme.raised,
    borderColor: theme.ink,
    textStyle: { color: theme.ink, fontSize: 13 },
    formatter: (params: unknown) => {
      const box = document.createElement("div");
      for (const line of lines(params)) {
        const row = document.createElement("div");
        row.textContent = line;
        box.append(row);
      }
      return box;
    },
  };
}

/** Zoom by wheel and pinch, and by a slider with handles for those without. */
export function zoom(theme: Theme) {
  const handle = { color: theme.raised, borderColor: theme.ink };
  const shadow = { areaStyle: { color: theme.line, opacity: 0.5 }, lineStyle: { color: theme.soft, opacity: 0.6 } };
  return [
    { type: "inside", zoomOnMouseWheel: "ctrl" },
    {
      type: "slider", height: 22, bottom: 6, borderColor: theme.line, fillerColor: "transparent", handleStyle: handle,
      moveHandleStyle: { color: theme.soft }, dataBackground: shadow, selectedDataBackground: shadow,
      textStyle: { color: theme.soft }, emphasis: { handleStyle: handle, moveHandleStyle: { color: theme.ink } },
    },
  ];
}

/** An axis in the page's colours. */
export function axis(theme: Theme) {
  return {
    axisLine: { lineStyle: { color: theme.ink } },
    axisTick: { lineStyle: { color: theme.ink } },
    axisLabel: { color: theme.soft },
    nameTextStyle: { color: theme.soft },
    splitLine: { lineStyle: { color: theme.line } },
  };
}
