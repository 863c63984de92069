-- Writes each block of the document (a div for each piece, its citations resolved; the last is
-- the bibliography) as HTML by itself, into meta.written.

local options = pandoc.WriterOptions {
  html_math_method = "mathml",
  wrap_text = "none",
  highlight_method = "none",
  extensions = {},  -- no boxes to tick: they are form controls
}

function Pandoc(document)
  local written = pandoc.List()
  for number, block in ipairs(document.blocks) do
    io.stderr:write("\x1epiece ", number - 1, "\n")
    local content = pandoc.Pandoc(block.content)
    written:insert(pandoc.MetaString(pandoc.write(content, "html5", options)))
  end
  return pandoc.Pandoc({}, { written = pandoc.MetaList(written) })
end
