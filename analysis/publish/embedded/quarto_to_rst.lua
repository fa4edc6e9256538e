-- Turns Quarto's Markdown constructs into reStructuredText for Sphinx.
-- What it does not know is an error: nothing is dropped in silence.

local CALLOUTS = {
  ["callout-note"] = "note", ["callout-tip"] = "tip", ["callout-warning"] = "warning",
  ["callout-important"] = "important", ["callout-caution"] = "caution",
}
local REFERENCES = {
  fig = ":numref:`Figure %%s <%s>`", tbl = ":numref:`Table %%s <%s>`", sec = ":ref:`%s`",
}
-- Classes of this project's own: a plain container, styled by the site.
local CONTAINERS = { ["ts-source"] = true }
local HEADER_CLASSES = { unnumbered = true }

local function fail(what)
  io.stderr:write("unknown construct: " .. what .. "\n")
  os.exit(64)
end

local function rst(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), "rst", PANDOC_WRITER_OPTIONS)
end

local function indented(text)
  return (text:gsub("[^\n]+", "   %0"))
end

local function directive(name, argument, options, blocks)
  local lines = { ".. " .. name .. "::" .. (argument and " " .. argument or "") }
  for _, option in ipairs(options) do
    table.insert(lines, "   " .. option)
  end
  table.insert(lines, "")
  table.insert(lines, indented(rst(blocks)))
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
  return {
    pandoc.RawBlock("html", open), div.content[1], pandoc.RawBlock("html", "</details>"),
  }
end

function Div(div)
  local prefix = div.identifier:match("^(%a+)-")
  if div.identifier == "refs" then
    return pandoc.RawBlock("rst", ".. bibliography::\n")
  elseif prefix == "fig" then
    return numbered(div, "figure")
  elseif prefix == "tbl" then
    return numbered(div, "table")
  end
  for _, class in ipairs(div.classes) do
    if CALLOUTS[class] then
      no_notes(div.content, "a callout")
      local title = div.attributes.title or (class:match("callout%-(.*)"):gsub("^%l", string.upper))
      return directive("admonition", title, { ":class: " .. CALLOUTS[class] }, div.content)
    elseif class == "code-fold" then
      return code_fold(div)
    elseif CONTAINERS[class] then
      return directive("container", class, {}, div.content)
    end
  end
  fail("a div with the classes '" .. table.concat(div.classes, " ") .. "'")
end

-- A table with its caption and label beneath it: ": Caption {#tbl-x}".
function Table(tbl)
  local id = tbl.identifier
  if id == "" then return nil end
  local caption = tbl.caption.long
  tbl.caption = { long = {}, short = nil }
  tbl.identifier = ""
  local last = caption[#caption]
  return directive("numbered", id, { ":kind: table" }, { tbl, pandoc.Para(last.content) })
end

function Cite(cite)
  local references = {}
  for _, citation in ipairs(cite.citations) do
    local reference = REFERENCES[citation.id:match("^(%a+)-") or ""]
    if reference then
      table.insert(references, pandoc.RawInline("rst", reference:format(citation.id)))
    elseif #citation.prefix > 0 or #citation.suffix > 0 then
      fail("a citation with words before or after it: @" .. citation.id)
    else
      local way = citation.mode == "AuthorInText" and "t" or "p"
      table.insert(references, pandoc.RawInline("rst", ":cite:" .. way .. ":`" .. citation.id .. "`"))
    end
  end
  return references
end

function Span(span)
  if #span.classes > 0 then
    fail("a span with the classes '" .. table.concat(span.classes, " ") .. "'")
  end
  local anchor = pandoc.RawInline("rst", ":anchor:`" .. span.identifier .. "`\\ ")
  return { anchor, table.unpack(span.content) }
end

function Header(header)
  for _, class in ipairs(header.classes) do
    if not HEADER_CLASSES[class] then fail("a heading with the class '" .. class .. "'") end
  end
  header.classes = {}
  return header
end

function Image() fail("an image file; charts come from cells") end

function RawBlock(raw)
  if raw.format ~= "html" and raw.format ~= "rst" then fail("a raw block of " .. raw.format) end
end

function RawInline(raw)
  if raw.format ~= "rst" then fail("raw " .. raw.format .. " within a line") end
end
