// Reads an EPUB in a real reading system (foliate-js in a headless Chromium) and says what fails.
//
//     node reader.mjs BOOK.epub [--shots DIR] [--width N] [--height N] [--css FILE]
//
// CHROMIUM is the browser; foliate-js and puppeteer-core are found beside NODE_MODULES.
// Prints {problems: [{where, what}], figures} as JSON. Nothing leaves the machine.

import { createReadStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals: [book] } = parseArgs({
  allowPositionals: true,
  options: {
    shots: { type: 'string' },
    width: { type: 'string', default: '390' },
    height: { type: 'string', default: '780' },
    css: { type: 'string' },
  },
})
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname)
const modules = path.resolve(process.env.NODE_MODULES ?? 'node_modules')
const puppeteer = createRequire(path.join(modules, 'any.js'))('puppeteer-core')

const MANY = 80 // more entries of one kind than this are tried by samples
const TURNS = 4000
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.epub': 'application/epub+zip' }

const problems = []
const complain = (where, what) => problems.push({ where, what })
const plain = text => text.replace(/[\s\u00ad\u200b]+/g, '').toLowerCase()
const sample = entries => {
  const step = Math.ceil(entries.length / MANY)
  return entries.filter((_, at) => at % step === 0 || at === entries.length - 1)
}

function serve() {
  const files = name => {
    if (name === '/') return path.join(here, 'reader.html')
    if (name === '/book.epub') return book
    const file = path.resolve(modules, `.${name}`)
    return file.startsWith(path.join(modules, 'foliate-js') + path.sep) ? file : undefined
  }
  const server = createServer((request, answer) => {
    const file = files(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    const refuse = () => answer.writeHead(404).end()
    if (!file) return refuse()
    answer.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
    createReadStream(file).on('error', refuse).pipe(answer)
  })
  return new Promise(done => server.listen(0, '127.0.0.1', () => done(server)))
}

function listen(page) {
  page.on('pageerror', error => {
    // The reading system asks for the look of a page that it has turned already: a book has
    // no scripts, so this is never the book's.
    const turned = /getComputedStyle.*not of type 'Element'/.test(error.message)
    if (!turned) complain('the browser', String(error))
  })
  page.on('console', message => {
    // The reading system frames each chapter with scripts allowed and says so every time.
    const known = message.text().includes('can escape its sandboxing')
    // A reading system asks for a favourite icon; no book has one.
    const icon = message.location().url?.endsWith('/favicon.ico')
    if (message.type() === 'error' && !known && !icon) complain('the console', message.text())
  })
  page.on('requestfailed', request => {
    if (!request.url().startsWith('blob:')) complain('the browser', `cannot load ${request.url()}`)
  })
}

// A reading system lays out again while fonts load: what is right for a moment later is right.
async function arrive(run, href, isThere) {
  await run('go', href)
  let place = await run('at')
  for (let patience = 40; patience && !isThere(place); patience--) {
    await new Promise(done => setTimeout(done, 50))
    place = await run('at')
  }
  return place
}

async function tryContents(run, entries) {
  if (!entries.length) complain('contents', 'there are none')
  for (const { label, href } of sample(entries)) {
    const isThere = ({ text }) => plain(text).includes(plain(label).slice(0, 40))
    const place = await arrive(run, href, isThere).catch(error => ({ text: String(error) }))
    if (!isThere(place)) {
      const { text } = place
      complain(href, `“${label}” leads to “${text.trim().slice(0, 60)}”`)
    }
  }
}

async function tryPages(run, pages) {
  for (const { label, href } of sample(pages)) {
    // Where two pages begin on one screen, the reading system names the second.
    const isThere = ({ page, pages }) => page && pages?.includes(label)
    const place = await arrive(run, href, isThere).catch(error => ({ page: String(error) }))
    if (!isThere(place)) complain(href, `page ${label} leads to page ${place.page || 'nowhere'}`)
  }
}

async function tryNotes(run, where, calls, shoot) {
  for (const call of calls) {
    const { error, text, wanted } = await run('call', call).catch(err => ({ error: String(err) }))
    if (error || plain(text) !== plain(wanted)) {
      complain(`${where}#${call}`, `the note does not pop up: ${error ?? text.slice(0, 60)}`)
    }
    await shoot('note')
    await run('close')
  }
}

async function read(page, shoot) {
  const run = (name, ...words) => page.evaluate((n, w) => window.reader[n](...w), name, words)
  const styles = values.css ? await readFile(values.css, 'utf8') : ''
  const { contents, pages, sections } = await run('open', styles)
  const first = await run('look')
  if (!first.text && !first.pictures.some(({ width }) => width)) complain('the first page', 'is empty')
  await shoot('first')
  await tryContents(run, contents)
  await tryPages(run, pages)
  const fonts = new Set()
  let notes = 0
  for (const [at, where] of sections.entries()) {
    await run('go', at)
    const seen = await run('look')
    await shoot(`section-${String(at).padStart(2, '0')}`)
    if (!seen.language) complain(where, 'does not say its language')
    for (const { name, status } of seen.fonts) {
      fonts.add(name)
      if (status === 'error') complain(where, `the font ${name} does not load`)
    }
    for (const { alt, width } of seen.pictures) {
      if (!width) complain(where, `the picture “${alt.slice(0, 60)}” does not load`)
    }
    await tryNotes(run, where, sample(seen.calls), shoot)
    notes += seen.calls.length
  }
  await run('go', 0)
  const { turned, fraction } = await run('turn', TURNS)
  if (turned < TURNS && fraction < 0.9) complain('the pages', `stop at ${fraction} of the book`)
  return {
    contents: contents.length, pages: pages.length, sections: sections.length,
    notes, turned, fonts: [...fonts].sort(),
  }
}

const server = await serve()
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
})
let figures = {}
try {
  const page = await browser.newPage()
  await page.setViewport({ width: Number(values.width), height: Number(values.height) })
  listen(page)
  if (values.shots) await mkdir(values.shots, { recursive: true })
  const taken = new Set()
  const shoot = async name => {
    if (!values.shots || taken.has(name)) return
    taken.add(name)
    await new Promise(done => setTimeout(done, 400))
    await page.screenshot({ path: path.join(values.shots, `${name}.png`) })
  }
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  await page.waitForFunction('window.isReady')
  figures = await read(page, shoot)
} catch (error) {
  complain('the reading system', String(error))
} finally {
  await browser.close()
  server.close()
}
console.log(JSON.stringify({ problems, figures }))
