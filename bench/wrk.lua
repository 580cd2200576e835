-- Each connection is a visitor of their own: wrk -t4 -c4 -s wrk.lua ADDRESS -- COOKIE1 ... COOKIE4
local count = 0

function setup(thread)
  count = count + 1
  thread:set("number", count)
end

function init(args)
  wrk.headers["Cookie"] = args[number]
  wrk.headers["Accept-Encoding"] = "gzip"
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"p50": %.3f, "p99": %.3f, "requests": %d, "failed": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout
  ))
end
