// Draws each [data-chart] from the data beside it; ECharts is fetched only by pages that have one.
(() => {
  const drawn = new Map();
  let library;

  function load(address) {
    library ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  }

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = () => [1, 2, 3, 4, 5].map((n) => colour(`--series-${n}`));
  // A value that may not be shown comes as null; where it must carry a label it is a bar too low to see.
  const HIDDEN = 1e-9;
  const few = document.documentElement.lang.startsWith("zh") ? "＜5" : "<5";
  const counted = (value) => (value == null || value === HIDDEN ? few : value.toLocaleString(document.documentElement.lang));

  function option({ kind, labels, series }, forPrint) {
    const text = { color: colour("--ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    const soft = { ...text, color: colour("--ink-soft") };
    const shared = {
      animation: false,
      color: palette(),
      textStyle: text,
      aria: { enabled: true, label: { enabled: false }, decal: { show: forPrint && (series.length > 1 || kind === "pie") } },
      tooltip: {
        trigger: kind === "pie" ? "item" : "axis",
        renderMode: "richText",
        confine: true,
        axisPointer: { type: "none" },
        backgroundColor: colour("--surface"),
        borderColor: colour("--line"),
        textStyle: text,
        valueFormatter: counted,
      },
    };
    if (kind === "pie") {
      const { values } = series[0];
      const whole = !values.includes(null); // Shares of a whole with a hidden part would be wrong.
      const data = labels.map((name, i) => ({ name, value: values[i] })).filter((one) => one.value);
      const label = { ...text, formatter: ({ name, value, percent }) => `${name} ${counted(value)}${whole ? ` (${Math.round(percent)} %)` : ""}` };
      const looks = { borderColor: colour("--surface"), borderWidth: 2 };
      return { ...shared, series: [{ type: "pie", radius: ["42%", "68%"], data, label, labelLine: { lineStyle: { color: colour("--line-strong") } }, itemStyle: looks }] };
    }
    const lying = kind === "rows";
    const names = { type: "category", data: labels, inverse: lying, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("--line") } }, axisLabel: { ...soft, hideOverlap: true, width: lying ? (innerWidth > 640 ? 180 : 110) : undefined, overflow: "break" } };
    const amounts = { type: "value", minInterval: 1, splitLine: { show: !lying && kind === "line", lineStyle: { color: colour("--line") } }, axisLabel: { show: kind === "line", ...soft } };
    const crowded = labels.length > 14;
    const highest = Math.max(...labels.map((_, i) => series.reduce((sum, one) => sum + (one.values[i] || 0), 0)));
    const label = { ...text, formatter: ({ value }) => counted(value), show: !crowded, position: lying ? "right" : "top" };
    if (kind === "stack") Object.assign(label, { position: "inside", color: colour("--surface"), formatter: ({ value }) => (value > highest * 0.09 ? counted(value) : "") });
    if (kind === "line") label.show = false;
    return {
      ...shared,
      grid: { left: 4, right: kind === "line" ? 88 : lying ? 44 : 8, top: 22, bottom: 2, containLabel: true },
      xAxis: lying ? amounts : names,
      yAxis: lying ? names : amounts,
      series: series.map((one) => ({
        name: one.name,
        type: kind === "line" ? "line" : "bar",
        stack: kind === "stack" ? "all" : undefined,
        data: kind === "line" || kind === "stack" ? one.values : one.values.map((value) => value ?? HIDDEN),
        barMaxWidth: lying ? 20 : 34,
        barMinHeight: kind === "stack" ? 0 : 1,
        symbol: one.values.length > 31 ? "none" : "circle",
        symbolSize: 5,
        lineStyle: { width: 2 },
        endLabel: { show: kind === "line", ...text, color: "inherit", formatter: one.name, width: 80, overflow: "truncate" },
        label,
        itemStyle: { borderRadius: kind === "stack" ? 0 : lying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
      })),
    };
  }

  async function draw(forPrint = false) {
    for (const [box, chart] of drawn) {
      if (box.isConnected) continue;
      chart.dispose();
      drawn.delete(box);
    }
    for (const figure of document.querySelectorAll("[data-chart]")) {
      const data = JSON.parse(figure.querySelector("script").textContent);
      const box = figure.querySelector(".chart-picture");
      if (data.kind === "rows") box.style.height = `${data.labels.length * 34 + 30}px`;
      const echarts = await load(figure.dataset.chart);
      if (!drawn.has(box)) {
        drawn.set(box, echarts.init(box, null, { renderer: "svg" }));
        new ResizeObserver(() => drawn.get(box)?.resize()).observe(box);
      }
      drawn.get(box).setOption(option(data, forPrint), true);
    }
  }

  document.addEventListener("htmx:after:swap", () => draw());
  document.addEventListener("themechange", () => draw());
  addEventListener("beforeprint", () => draw(true));
  addEventListener("afterprint", () => draw());
  draw();
})();
