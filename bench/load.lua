-- The load for wrk: asks what a file says (see requests.py), and prints what came of it for wrk.py to read.
-- Several connections share this one script. An update waits for the answer of the one before of the same resource.

local headers, requests, next_one = {}, {}, 1
local waiting, bodies = {}, {} -- updates: {path, version} that may be sent; the body of each path
local updates = false

local function split(line)
  local fields = {}
  for field in (line .. "\t"):gmatch("([^\t]*)\t") do fields[#fields + 1] = field end
  return fields
end

local function with(who, more)
  local all = {}
  for name, value in pairs(headers[who] or {}) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

local function take(who, method, path, version, body)
  if version ~= "-" then
    updates = true
    bodies[path] = { who = who, body = body }
    waiting[#waiting + 1] = { path = path, version = version }
  else
    requests[#requests + 1] = wrk.format(method, path, with(who, {}), body ~= "" and body or nil)
  end
end

local function update()
  local at = next_one
  if waiting[at] == nil then wrk.thread:stop() return wrk.format("GET", "/nothing-left-to-update") end
  next_one = at + 1
  local one = waiting[at]
  waiting[at] = nil
  local known = bodies[one.path]
  local body = known.body:gsub("@VERSION@", one.version)
  return wrk.format("PUT", one.path, with(known.who, { ["If-Match"] = 'W/"' .. one.version .. '"' }), body)
end

-- The next version of what was updated may be sent, behind all others.
local function updated(status, _, body)
  if status ~= 200 then return end
  local type, id = body:match('"resourceType":%s*"(%a+)",%s*"id":%s*"([^"]+)"')
  local version = body:match('"versionId":%s*"(%d+)"')
  last = last + 1
  waiting[last] = { path = "/fhir/" .. type .. "/" .. id, version = version }
end

function init(args)
  for line in io.lines(args[1]) do
    local f = split(line)
    if f[1] == "H" then
      headers[f[2]] = headers[f[2]] or {}
      headers[f[2]][f[3]] = f[4]
    else
      take(f[2], f[3], f[4], f[5], f[6])
    end
  end
  last = #waiting
  if updates then
    request, response = update, updated
  else
    next_one = tonumber(args[2]) % #requests + 1
  end
end

function request()
  local one = requests[next_one]
  next_one = next_one % #requests + 1
  return one
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format("SLICE %d %d %d %d %d\n", summary.duration, summary.requests, summary.bytes, failed.status,
    failed.connect + failed.read + failed.write + failed.timeout))
  for i = 1, #latency do
    local microseconds, count = latency(i)
    io.write(string.format("TOOK %d %d\n", microseconds, count))
  end
end
