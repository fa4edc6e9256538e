// Runs chapters in an open JupyterLab, one after the other in one kernel; tells what is seen then.
async (paths) => {
  const app = window.jupyterapp;
  await app.restored;
  const kernel = await app.serviceManager.kernels.startNew({ name: "python3" });

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const until = async (holds) => {
    for (let i = 0; i < 600 && !holds(); i++) await pause(50);
  };
  const all = (node, selector) => [...node.querySelectorAll(selector)];
  const size = (element) => {
    element.scrollIntoView();
    const { width, height } = element.getBoundingClientRect();
    return [width, height];
  };
  // What a person reads as text: not code, not a formula, not the words of a picture.
  const words = (element) => {
    const copy = element.cloneNode(true);
    all(copy, "pre, code, svg, mjx-container").forEach((it) => it.remove());
    return copy.textContent;
  };
  // Expressions that were not answered; one that fails is named beneath its prose.
  const unfilled = (node) =>
    all(node, ".jp-MarkdownOutput:not(:has(.ts-important)) code")
      .map((it) => it.textContent)
      .filter((it) => it.startsWith("{python}"));
  const drawn = (chart) => chart.querySelector("svg, canvas");

  const told = {};
  for (const path of paths) {
    const begun = performance.now();
    await kernel.requestExecute({ code: "%reset -f" }).done;
    const panel = await app.commands.execute("docmanager:open", {
      path,
      factory: "Notebook",
      kernel: { id: kernel.id },
    });
    await panel.revealed;
    await panel.sessionContext.ready;
    const node = panel.content.node;
    // A cell that fails stops the run, and nothing comes after it.
    const ran = await app.commands.execute("notebook:run-all-cells");
    if (ran !== false) await until(() => all(node, ".jp-RenderedVegaCommon5").every(drawn) && !unfilled(node).length);
    const cells = panel.content.widgets.map((cell) => ({
      source: cell.model.sharedModel.getSource(),
      outputs: cell.model.toJSON().outputs ?? [],
      pictures: all(cell.node, ".jp-RenderedVegaCommon5").map((it) => (drawn(it) ? size(drawn(it)) : [0, 0])),
      tables: all(cell.node, ".jp-RenderedHTMLCommon table").map((it) =>
        it.closest("details:not([open])") ? null : size(it),
      ),
      words: all(cell.node, ".jp-OutputArea-output, .jp-MarkdownOutput").map(words).join("\n"),
      unfilled: unfilled(cell.node),
      html: all(cell.node, ".jp-MarkdownOutput").map((it) => it.innerHTML).join("\n"),
    }));
    told[path] = { cells, seconds: (performance.now() - begun) / 1000 };
    panel.dispose();
  }
  return told;
}
