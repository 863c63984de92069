-- Resolves the citations of each of meta.groups in a style that puts them into notes, and writes
-- each piece in it (a div) as HTML by itself, into meta.written. A piece of the class "in-note"
-- comes as one note, so that citeproc makes no note within it, and goes without. The works of
-- group.before are cited before all, so that the letters behind their years are the same everywhere.

local options = pandoc.WriterOptions {
  html_math_method = "mathml",
  wrap_text = "none",
  highlight_method = "none",
  extensions = {},  -- no boxes to tick: they are form controls
}

-- In American English a point or comma goes inside the quotation mark that a link ends with;
-- citeproc cannot see that mark.
local function inside(mark, inlines)
  local last = inlines[#inlines]
  if not last then
    return false
  elseif last.t == "Str" then
    local before, quote = last.text:match("^(.*)(\u{201D})$")
    if not quote then
      before, quote = last.text:match("^(.*)(\u{2019}\u{201D})$")
    end
    if quote and not before:match("[%.,?!]$") then
      last.text = before .. mark .. quote
    end
    return quote ~= nil
  elseif last.t == "Quoted" then
    last.content:insert(pandoc.Str(mark))
    return true
  elseif last.content then
    local content = last.content
    local moved = inside(mark, content)
    last.content = content
    return moved
  end
  return false
end

local function punctuate(inlines)
  for number = #inlines, 2, -1 do
    local link, point = inlines[number - 1], inlines[number]
    local mark = link.t == "Link" and point.t == "Str" and point.text:match("^[%.,]")
    if mark then
      local content = link.content
      if inside(mark, content) then
        link.content = content
        point.text = point.text:sub(2)
      end
    end
  end
  return inlines
end

-- Where the text names the author, some styles have nothing left to say in the note.
local function without_empty(note)
  return pandoc.utils.stringify(note.content):match("[^%s%p]") and note or {}
end

local function cited(name)
  return pandoc.Citation(pandoc.utils.stringify(name), "NormalCitation")
end

local function resolved(group, meta)
  if #group.references == 0 then
    return group.pieces
  end
  local settings = {
    references = group.references,
    csl = meta.csl,
    lang = meta.lang,
    ["link-citations"] = meta.links,
  }
  local pieces = pandoc.Blocks(group.pieces)
  pieces:insert(1, pandoc.Para(#group.before > 0 and { pandoc.Cite({}, group.before:map(cited)) } or {}))
  local blocks = pandoc.utils.citeproc(pandoc.Pandoc(pieces, settings)).blocks
  blocks = pandoc.Blocks({ table.unpack(blocks, 2, #group.pieces + 1) })  -- without what was added
  blocks = blocks:map(function(piece)
    return piece.classes:includes("in-note") and piece or piece:walk({ Note = without_empty })
  end)
  local language = pandoc.utils.stringify(meta.lang)
  return (language == "en" or language == "en-US") and pandoc.Blocks(blocks):walk({ Inlines = punctuate }) or blocks
end

local function written_as_html(block)
  local content = block.content
  if block.classes:includes("in-note") then
    content = content[1].content[1].content
  end
  return pandoc.MetaString(pandoc.write(pandoc.Pandoc(content), "html5", options))
end

function Pandoc(document)
  local all = pandoc.List()
  for number, group in ipairs(document.meta.groups) do
    io.stderr:write("\x1epiece ", number - 1, "\n")
    all:insert(pandoc.MetaList(resolved(group, document.meta):map(written_as_html)))
  end
  return pandoc.Pandoc({}, { written = pandoc.MetaList(all) })
end
