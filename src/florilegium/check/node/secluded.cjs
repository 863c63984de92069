// Loaded by Node before a judge: what the judge starts asks no network and finds nobody's home.
//
//   FLORILEGIUM_HOME=FOLDER CHROMIUM=/usr/bin/chromium node --require secluded.cjs judge.js
//
// A Chromium asks its makers for this and that at every start, whatever page it is to show, and
// writes into the user's settings; of both a judge needs nothing. Its own server on this machine
// can still be asked. It ends with the group of processes that Node is of.
'use strict'
const child = require('child_process')
const path = require('path')

const home = process.env.FLORILEGIUM_HOME
const folders = [
  'HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA',
  'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME',
]
for (const name of folders) process.env[name] = home

const flags = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-background-networking', '--disable-component-update', '--disable-default-apps',
  '--disable-domain-reliability', '--disable-sync', '--no-first-run', '--no-pings',
  `--crash-dumps-dir=${path.join(home, 'crashes')}`,
]
const spawn = child.spawn
child.spawn = (program, args, ...rest) => {
  const is_browser = program === process.env.CHROMIUM && Array.isArray(args)
  if (!is_browser) return spawn(program, args, ...rest)
  // Of a group of its own it would live on when we are killed.
  return spawn(program, [...flags, ...args], { ...rest[0], detached: false })
}
