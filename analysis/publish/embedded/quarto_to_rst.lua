-- Turns Quarto's Markdown constructs into reStructuredText for Sphinx.
-- What it does not know is an error: nothing is dropped in silence.

local CALLOUTS = { note = true, tip = true, warning = true, important = true, caution = true }
local REFERENCES = {
  fig = ":numref:`Figure %%s <%s>`", tbl = ":numref:`Table %%s <%s>`", sec = ":ref:`%s`",
}

local function fail(what)
  io.stderr:write("unknown construct: " .. what .. "\n")
  os.exit(64)
end

-- What no chapter may hold. Looked for first: the text for Sphinx below is the filter's own.
local FORBIDDEN = {
  Image = function() fail("an image file; charts come from cells") end,
  Strikeout = function() fail("struck-out text") end,
  RawInline = function(raw) fail("raw " .. raw.format .. " within a line") end,
  RawBlock = function(raw) if raw.format ~= "html" then fail("a raw block of " .. raw.format) end end,
}

local function directive(name, argument, options, blocks)
  local rst = pandoc.write(pandoc.Pandoc(blocks), "rst", PANDOC_WRITER_OPTIONS)
  local lines = { ".. " .. name .. "::" .. (argument and " " .. argument or "") }
  for _, option in ipairs(options) do
    table.insert(lines, "   " .. option)
  end
  table.insert(lines, "")
  table.insert(lines, (rst:gsub("[^\n]+", "   %0")))
  return pandoc.RawBlock("rst", table.concat(lines, "\n") .. "\n")
end

local function no_notes(blocks, where)
  blocks:walk { Note = function() fail("a footnote inside " .. where) end }
end

local function numbered(div, kind)
  no_notes(div.content, "a " .. kind)
  if #div.content < 2 or div.content[#div.content].t ~= "Para" then
    fail("a " .. kind .. " without a caption: " .. div.identifier)
  end
  return directive("numbered", div.identifier, { ":kind: " .. kind }, div.content)
end

local function code_fold(div)
  local open = '<details class="ts-code"><summary>' .. div.attributes.summary .. "</summary>"
  return { pandoc.RawBlock("html", open), div.content[1], pandoc.RawBlock("html", "</details>") }
end

local function Div(div)
  local prefix = div.identifier:match("^(%a+)-")
  if div.identifier == "refs" then
    return pandoc.RawBlock("rst", ".. bibliography::\n\n")
  elseif prefix == "fig" then
    return numbered(div, "figure")
  elseif prefix == "tbl" then
    return numbered(div, "table")
  end
  for _, class in ipairs(div.classes) do
    local callout = class:match("^callout%-(%a+)$")
    for name in pairs(div.attributes) do
      if name ~= "title" and name ~= "summary" then fail("the attribute '" .. name .. "'") end
    end
    if CALLOUTS[callout or ""] then
      no_notes(div.content, "a callout")
      local title = div.attributes.title or callout:gsub("^%l", string.upper)
      return directive("admonition", title, { ":class: " .. callout }, div.content)
    elseif class == "code-fold" then
      return code_fold(div)
    elseif class == "ts-source" then
      return directive("container", class, {}, div.content)
    end
  end
  fail("a div with the classes '" .. table.concat(div.classes, " ") .. "'")
end

-- As HTML: Sphinx takes two seconds to read a large table drawn in reStructuredText. Only where a
-- cell refers to a chapter or a figure must Sphinx read it, because it knows where they are.
-- Classes tell the style sheet which columns are aligned right.
local function as_blocks(tbl)
  local refers, classes = false, { "docutils", "align-default" }
  tbl:walk {
    Cite = function() refers = true end,
    Note = function() fail("a footnote inside a table") end,
  }
  for i, spec in ipairs(tbl.colspecs) do
    if spec[1] == pandoc.AlignRight then table.insert(classes, "ts-right-" .. i) end
    if not refers then spec[1], spec[2] = pandoc.AlignDefault, nil end
  end
  local class = table.concat(classes, " ")
  if refers then return { pandoc.RawBlock("rst", ".. rst-class:: " .. class .. "\n"), tbl } end
  local options = { html_math_method = "mathml", wrap_text = "none" }
  local html = pandoc.write(pandoc.Pandoc { tbl }, "html", options)
  return { pandoc.RawBlock("html", (html:gsub("^<table[^>]*>", '<table class="' .. class .. '">', 1))) }
end

-- A table may have its caption and label beneath it: ": Caption {#tbl-x}".
local function table_of_page(tbl)
  local id = tbl.identifier
  local caption = tbl.caption.long
  tbl.caption = { long = {}, short = nil }
  tbl.identifier = ""
  local blocks = as_blocks(tbl)
  if id == "" then return blocks end
  table.insert(blocks, pandoc.Para(caption[#caption].content))
  return pandoc.Div(blocks, pandoc.Attr(id))
end

-- A piece of a line as HTML. No sign of it means anything to reStructuredText.
local function html_of(inline)
  local page = pandoc.Pandoc { pandoc.Plain { inline } }
  local html = pandoc.write(page, "html", { html_math_method = "mathml", wrap_text = "none" })
  html = html:gsub("%s+", " "):gsub("\\", "&#92;"):gsub("`", "&#96;")
  return pandoc.RawInline("rst", ":html:`" .. html .. "`")
end

local function Link(link)
  if #link.classes > 0 and link.classes[1] ~= "uri" then fail("a link with classes") end
  link.classes = { "reference", "external" }
  return html_of(link)
end

local function Cite(cite)
  local references = {}
  for i, citation in ipairs(cite.citations) do
    if i > 1 then table.insert(references, pandoc.Str(", ")) end
    local reference = REFERENCES[citation.id:match("^(%a+)-") or ""]
    if reference then
      table.insert(references, pandoc.RawInline("rst", reference:format(citation.id)))
    elseif #citation.prefix + #citation.suffix > 0 or citation.mode == "SuppressAuthor" then
      fail("a citation with words before or after it, or without its author: @" .. citation.id)
    else
      local way = citation.mode == "AuthorInText" and "t" or "p"
      table.insert(references, pandoc.RawInline("rst", ":cite:" .. way .. ":`" .. citation.id .. "`"))
    end
  end
  return references
end

local function Span(span)
  if #span.classes > 0 or not span.identifier:match("^[%w_.:-]+$") then
    local classes = table.concat(span.classes, " ")
    fail("a span with the classes '" .. classes .. "' and the name '" .. span.identifier .. "'")
  end
  local anchor = ':html:`<span id="' .. span.identifier .. '"></span>`\\ '
  return { pandoc.RawInline("rst", anchor), table.unpack(span.content) }
end

local function Header(header)
  for _, class in ipairs(header.classes) do
    if class ~= "unnumbered" then fail("a heading with the class '" .. class .. "'") end
  end
  header.classes = {}
  return header
end

local function CodeBlock(code)
  for _ in pairs(code.attributes) do fail("a block of code with attributes") end
end

-- reStructuredText nests nothing within bold or italic text: its signs would stand on the page.
local function alone(text)
  for _, inline in ipairs(text.content) do
    if inline.t == "RawInline" then
      fail("a reference, a link or a formula within bold or italic text: " .. inline.text)
    end
  end
end

-- Tables first: what they are made of is turned into HTML, not into reStructuredText.
return {
  FORBIDDEN, { Table = table_of_page },
  {
    Div = Div, Link = Link, Cite = Cite, Span = Span, Header = Header,
    Math = html_of, CodeBlock = CodeBlock, Strong = alone, Emph = alone,
  },
}
