-- Leaves nothing of a document but the pictures in it: meta.media has the bytes of each by its
-- name, in hexadecimal.

local function hexadecimal(bytes)
  return (bytes:gsub(".", function(byte) return string.format("%02x", byte:byte()) end))
end

function Pandoc(_)
  local media = {}
  for name, _, content in pandoc.mediabag.items() do
    media[name] = pandoc.MetaString(hexadecimal(content))
  end
  return pandoc.Pandoc({}, { media = pandoc.MetaMap(media) })
end
