-- Writes the reference of each of meta.references by itself, as HTML, into meta.written: no other
-- work changes it (no letter behind the year, no dash for an author who stands above).

function Pandoc(document)
  local meta = document.meta
  local everything = pandoc.Cite({}, { pandoc.Citation("*", "NormalCitation") })
  local written = pandoc.List()
  for number, item in ipairs(meta.references) do
    io.stderr:write("\x1epiece ", number - 1, "\n")
    local alone = {
      references = pandoc.MetaList({ item }),
      nocite = pandoc.MetaInlines({ everything }),
      csl = meta.csl,
      lang = meta.lang,
    }
    local made = pandoc.utils.citeproc(pandoc.Pandoc({}, alone))
    written:insert(pandoc.MetaString(pandoc.write(pandoc.Pandoc(made.blocks), "html5", pandoc.WriterOptions {
      wrap_text = "none",
    })))
  end
  return pandoc.Pandoc({}, { written = pandoc.MetaList(written) })
end
