// Turns a picture into the interactive chart when the reader asks for it. Nothing is loaded before
// that, and everything comes from this site. Without scripts the pictures stay as they are.
(() => {
  "use strict";
  const root = document.currentScript.dataset.root;
  const loads = {};

  const load = (path) =>
    (loads[path] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + path;
      script.onload = resolve;
      script.onerror = () => reject(new Error(path + " could not be loaded"));
      document.head.append(script);
    }));

  const visible = (figure) => {
    const shown = [...figure.querySelectorAll(".ts-wide, .ts-narrow")].find(
      (picture) => getComputedStyle(picture).display !== "none",
    );
    return { shown, width: shown.classList.contains("ts-wide") ? "wide" : "narrow" };
  };

  const explore = async (figure, button) => {
    const label = figure.dataset.figure;
    const { shown, width } = visible(figure);
    button.disabled = true;
    button.textContent = "Loading…";
    try {
      await Promise.all([load("assets/vega.js"), load(`figures/${label}.js`)]);
      const chart = document.createElement("div");
      const description = shown.querySelector("svg").getAttribute("aria-label");
      await window.vegaEmbed(chart, window.tinhSo[label][width], {
        actions: false,
        renderer: "svg",
        tooltip: { theme: "light" },
      });
      const picture = chart.querySelector("svg");
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", description);
      chart.tabIndex = -1;
      shown.replaceChildren(chart);
      button.remove();
      chart.focus({ preventScroll: true });
    } catch (error) {
      button.disabled = false;
      button.textContent = "Explore (could not be loaded; try again)";
      console.error(error);
    }
  };

  for (const figure of document.querySelectorAll(".ts-figure")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ts-explore";
    button.textContent = "Explore with values";
    button.addEventListener("click", () => explore(figure, button));
    figure.querySelector(".ts-downloads").append(button);
  }
})();
