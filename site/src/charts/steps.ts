/**
 * Price series to compare: steps on a logarithmic axis, free of charge in a band of its own below it. Where nobody
 * vouches for the days between two amounts, a hatched field stands instead of a line.
 */

import type { CustomSeriesRenderItem } from "echarts";
import type { EChartsCoreOption } from "echarts/core";
import { count, t } from "../core/site";
import { axis, draw, tooltip, zoom } from "./draw";
import type { Theme } from "./theme";

/** One amount for some days; days in ISO form. */
export interface Span {
  from: string;
  /** The last day on which somebody vouches for it. */
  sureTo: string;
  amount: number;
  /** The amount as it is shown, with its unit. */
  shown: string;
  contested: boolean;
}

export interface PriceSeries {
  name: string;
  spans: Span[];
}

export interface Steps {
  unit: string;
  series: PriceSeries[];
}

export function drawSteps(host: HTMLElement, steps: Steps): void {
  draw(host, (theme) => option(steps, theme));
}

function option(steps: Steps, theme: Theme): EChartsCoreOption {
  const amounts = steps.series.flatMap(({ spans }) => spans.map((span) => span.amount));
  const paid = amounts.filter((amount) => amount > 0);
  const low = 10 ** Math.floor(Math.log10(Math.min(...paid, 1)));
  const high = Math.max(...paid, low * 10) * 1.2;
  const free = amounts.includes(0) ? low / 4 : undefined;
  const y = (amount: number) => (amount > 0 ? amount : (free ?? low));
  const label = (value: number) => (value < low ? t("免费", "free") : count(Number(value.toPrecision(6))));
  return {
    tooltip: tooltip(theme, (params) => describe(steps, (params as { axisValue: number }[])[0]?.axisValue ?? 0)),
    xAxis: { type: "time", ...axis(theme), splitLine: { show: false } },
    yAxis: {
      type: "log", name: steps.unit, min: free ?? low, max: high, ...axis(theme),
      axisLabel: { color: theme.soft, formatter: label },
    },
    dataZoom: zoom(theme),
    series: steps.series.flatMap((series, at) => [line(series, at, y, theme), gaps(series, at, y, theme)]),
  };
}

function line({ name, spans }: PriceSeries, at: number, y: (amount: number) => number, theme: Theme) {
  const data: [string, number | null][] = [];
  spans.forEach((span, place) => {
    const before = spans[place - 1];
    if (before && isGap(before, span)) data.push([before.sureTo, null]); // the line ends where certainty ends
    data.push([span.from, y(span.amount)], [span.sureTo, y(span.amount)]);
  });
  const color = theme.series[at % theme.series.length]!;
  return {
    type: "line", name, id: `line-${at}`, data, step: "end", connectNulls: false, color,
    symbol: ["circle", "rect", "triangle", "diamond"][at % 4], symbolSize: 6, lineStyle: { width: 2 },
  };
}

/** Whether more than a day lies between the last sure day of one span and the first of the next. */
function isGap(before: Span, after: Span): boolean {
  return Date.parse(after.from) - Date.parse(before.sureTo) > 86_400_000;
}

function gaps({ name, spans }: PriceSeries, at: number, y: (amount: number) => number, theme: Theme) {
  const data = spans.slice(1).flatMap((span, place) => {
    const before = spans[place]!;
    return isGap(before, span) ? [[before.sureTo, span.from, y(before.amount), y(span.amount)]] : [];
  });
  const fill = hatch(theme.series[at % theme.series.length]!);
  const renderItem: CustomSeriesRenderItem = (_, api) => {
    const [x1, y1] = api.coord([api.value(0), api.value(2)]) as [number, number];
    const [x2, y2] = api.coord([api.value(1), api.value(3)]) as [number, number];
    const [top, tall] = [Math.min(y1, y2) - 2, Math.abs(y2 - y1) + 4];
    return { type: "rect", shape: { x: x1, y: top, width: x2 - x1, height: tall }, style: { fill } as object, silent: true };
  };
  return { type: "custom", name, id: `gaps-${at}`, data, renderItem, encode: { x: [0, 1], y: [2, 3] }, tooltip: { show: false }, clip: true };
}

/** A pattern of slanted lines. */
function hatch(color: string): object {
  const image = document.createElement("canvas");
  image.width = image.height = 8;
  const pen = image.getContext("2d")!;
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return { image, repeat: "repeat" };
}

/** What each series says on a day. */
function describe(steps: Steps, time: number): string[] {
  const day = new Date(time).toISOString().slice(0, 10);
  const said = steps.series.map(({ name, spans }) => {
    const now = spans.find((span) => span.from <= day && day <= span.sureTo);
    if (now) return `${name}: ${now.shown}${now.contested ? t("（有争议）", " (contested)") : ""}`;
    const next = spans.findIndex((span) => span.from > day);
    if (next > 0) return `${name}: ${spans[next - 1]!.shown} – ${spans[next]!.shown} ${t("之间", "(one of them)")}`;
    return `${name}: ${t("不详", "unknown")}`;
  });
  return [day, ...said];
}
