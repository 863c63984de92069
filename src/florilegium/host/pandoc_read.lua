-- Reads each of meta.pieces (Markdown) by itself, in a sandbox, and leaves its blocks as JSON
-- in meta.read; nothing a piece says can reach another one, or the metadata of the document.
-- With meta.sources it reads a bibliography instead, and leaves nothing but its items.

local function text(value)
  return pandoc.utils.stringify(value)
end

local function read_pieces(meta)
  local reader = text(meta.reader)
  local read = pandoc.List()
  for number, piece in ipairs(meta.pieces) do
    io.stderr:write("\x1epiece ", number - 1, "\n")
    local found = pandoc.read(piece, reader, nil, {})
    read:insert(pandoc.MetaString(pandoc.write(pandoc.Pandoc(found.blocks), "json")))
  end
  return { read = pandoc.MetaList(read) }
end

local function read_sources(meta)
  local found = pandoc.read(meta.sources, text(meta.reader), nil, {})
  local items = pandoc.Pandoc({}, { references = found.meta.references })
  return {
    references = found.meta.references,
    items = pandoc.MetaString(pandoc.write(items, "csljson")),
    around = pandoc.MetaString(text(pandoc.Pandoc(found.blocks))),
  }
end

function Pandoc(document)
  local meta = document.meta
  return pandoc.Pandoc({}, meta.sources and read_sources(meta) or read_pieces(meta))
end
