/** The chart of a query's result: steps by day, or bars by name. */

import type { EChartsCoreOption } from "echarts/core";
import type { Plot } from "../console/plot";
import { axis, draw, tooltip, zoom } from "./draw";
import type { Theme } from "./theme";

const MOST_BARS = 60;

interface Item {
  seriesName: string;
  value: [string, number];
  axisValueLabel: string;
}

export function drawPlot(host: HTMLElement, plot: Plot): void {
  draw(host, (theme) => (plot.byDay ? byDay(plot, theme) : byName(plot, theme)));
}

function value(plot: Plot, theme: Theme) {
  return { type: plot.logarithmic ? "log" : "value", name: plot.unit, ...axis(theme) };
}

function lines(params: unknown): string[] {
  const items = params as Item[];
  return [items[0]?.axisValueLabel ?? "", ...items.slice(0, 20).map((item) => `${item.seriesName}: ${item.value[1]}`)];
}

function byDay(plot: Plot, theme: Theme): EChartsCoreOption {
  return {
    tooltip: tooltip(theme, lines),
    xAxis: { type: "time", ...axis(theme), splitLine: { show: false } },
    yAxis: value(plot, theme),
    dataZoom: zoom(theme),
    series: plot.series.map(({ name, points }) => ({
      type: "line",
      name,
      step: "end",
      symbolSize: 6,
      data: positive(plot, points),
    })),
  };
}

function byName(plot: Plot, theme: Theme): EChartsCoreOption {
  const names = [...new Set(plot.series.flatMap(({ points }) => points.map(([x]) => x)))].slice(0, MOST_BARS);
  return {
    tooltip: tooltip(theme, lines),
    ...(plot.series.length === 1 && { legend: { show: false } }),
    xAxis: { type: "category", data: names, ...axis(theme), axisLabel: { color: theme.soft, rotate: names.length > 8 ? 40 : 0, width: 130, overflow: "truncate" } },
    yAxis: value(plot, theme),
    series: plot.series.map(({ name, points }) => ({
      type: "bar",
      name,
      data: positive(plot, points).filter(([x]) => names.includes(x)),
    })),
  };
}

/** A logarithmic axis has no place for zero and less. */
function positive(plot: Plot, points: [string, number][]): [string, number][] {
  return plot.logarithmic ? points.filter(([, y]) => y > 0) : points;
}
