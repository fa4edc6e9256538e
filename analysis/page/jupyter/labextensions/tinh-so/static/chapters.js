// JupyterLab shows a chapter of the book as a chapter: callouts, labels and references as Quarto
// means them, and sentences with their numbers. Plain JavaScript, as JupyterLab loads it: no build.
(() => {
  "use strict";

  const here = document.currentScript.src;
  let shared;

  // A module of JupyterLab's own.
  const module = async (name) => (await Object.values(shared[name])[0].get())();

  const CODE_BLOCK = /^ *(```+|~~~+)/;
  const DIV = /^ *:::+ *(?:\{(.+)\}|([\w-]+))? *$/;
  const ATTRIBUTE = /#([^\s}]+)|\.([^\s}]+)|([\w-]+)=(?:"([^"]*)"|([^\s}]+))/g;
  const CODE = "(`+)[^`](?:[^]*?[^`])?\\1(?!`)";
  // [words]{.class lang=vi}, @sec-label, @author2020, links to pages, and footnotes.
  const INLINE = new RegExp(
    `${CODE}|\\[([^\\[\\]]+)\\]\\{([^{}]+)\\}|(?<![\\w\\\\@/.-])(-?@[A-Za-z][\\w:-]*\\w)` +
      "|\\]\\((\\w+)\\.html(?:#[^)]*)?\\)|\\[\\^([\\w-]+)\\](?::(?= ))?",
    "g",
  );
  const TITLES = { note: "Note", tip: "Tip", important: "Important", caution: "Caution", warning: "Warning" };

  const escaped = (text) =>
    text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

  function attributes(text) {
    const found = { classes: [], title: "", lang: "" };
    for (const [, , name, key, quoted, bare] of text.matchAll(ATTRIBUTE)) {
      if (name) found.classes.push(name);
      if (key === "title" || key === "lang") found[key] = quoted ?? bare;
    }
    return found;
  }

  function opened(text) {
    const { classes, title } = attributes(text);
    const kind = classes.find((name) => name.startsWith("callout-"))?.slice("callout-".length);
    if (!kind) return `<div class="${escaped(classes.join(" "))}">`;
    const head = title || TITLES[kind] || kind;
    return `<div class="ts-callout ts-${escaped(kind)}"><p class="ts-title">${escaped(head)}</p>`;
  }

  function inline(text) {
    return text.replace(INLINE, (all, ticks, words, marks, reference, page, note) => {
      if (ticks) return all;
      if (note) return `<sup>${note}</sup>`;
      if (reference) return `<span class="ts-reference">${reference}</span>`;
      if (page) return `](${page}.ipynb)`;
      const { lang, classes } = attributes(marks);
      return `<span class="${escaped(classes.join(" "))}" lang="${escaped(lang)}">${inline(words)}</span>`;
    });
  }

  const unlabelled = (text) => text.replace(/^(#+ .*?) *\{[#.-][^{}\n]*\} *$/gm, "$1");

  // Quarto's Markdown as the Markdown that JupyterLab knows.
  function plain(text) {
    const done = [];
    let prose = [];
    let fence = "";
    const flush = () => {
      done.push(inline(prose.join("\n")));
      prose = [];
    };
    for (const line of text.split("\n")) {
      const code = line.match(CODE_BLOCK);
      const div = fence ? null : line.match(DIV);
      if (fence || code) {
        flush();
        done.push(line);
        if (!fence) fence = code[1];
        else if (code && code[1].startsWith(fence)) fence = "";
      } else if (div) {
        // A block of HTML ends at an empty line, and Markdown goes on.
        prose.push("", div[1] || div[2] ? opened(div[1] ?? `.${div[2]}`) : "</div>", "");
      } else {
        prose.push(unlabelled(line));
      }
    }
    flush();
    return done.join("\n");
  }

  const views = new WeakMap();

  // Ask the kernel for a cell of prose with its inline expressions filled, and show that.
  async function fill(panel, cell) {
    const prose = cell.model.sharedModel.getSource();
    const kernel = panel.sessionContext.session?.kernel;
    if (!kernel || !/`\{python\}\s/.test(prose)) return;
    const asked = `__import__("analysis.page.lab").page.lab.filled(${JSON.stringify(prose)})`;
    const request = { code: "", store_history: false, user_expressions: { asked } };
    const reply = await kernel.requestExecute(request).done;
    const text = reply.content.user_expressions?.asked?.data?.["text/markdown"];
    if (!text || !cell.rendered || cell.model.sharedModel.getSource() !== prose) return;
    const view = panel.content.rendermime.createRenderer("text/markdown");
    view.addClass("jp-MarkdownOutput");
    await view.renderModel(panel.content.rendermime.createModel({ data: { "text/markdown": text } }));
    cell.inputArea.renderInput(view);
    views.get(cell)?.dispose();
    views.set(cell, view);
  }

  async function plugins() {
    const { IMarkdownParser } = await module("@jupyterlab/rendermime");
    const { INotebookTracker, NotebookActions } = await module("@jupyterlab/notebook");
    return [
      {
        id: "tinh-so:prose",
        autoStart: true,
        requires: [IMarkdownParser],
        activate: (_, parser) => {
          const render = parser.render.bind(parser);
          parser.render = (text, ...more) => render(plain(text), ...more);
          // For the table of contents: line by line, as it counts lines.
          const headings = parser.getHeadingTokens?.bind(parser);
          if (headings) parser.getHeadingTokens = (text) => headings(unlabelled(text));
          const style = document.createElement("link");
          style.rel = "stylesheet";
          style.href = here.replace(/\.js(\?.*)?$/, ".css");
          document.head.append(style);
        },
      },
      {
        id: "tinh-so:sentences",
        autoStart: true,
        requires: [INotebookTracker],
        activate: (_, tracker) => {
          NotebookActions.executed.connect((_, { notebook, cell }) => {
            const panel = tracker.find((panel) => panel.content === notebook);
            if (panel && cell.model.type === "markdown") void fill(panel, cell);
          });
        },
      },
    ];
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["tinh-so"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const found = await plugins();
      return () => ({ __esModule: true, default: found });
    },
  };
})();
