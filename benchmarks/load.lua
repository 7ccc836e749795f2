-- Asks the requests of a file in turns, a path on each line, and prints what wrk counted.
local ready = {}
local turn = 0

function init(arguments)
  for path in io.lines(arguments[1]) do
    ready[#ready + 1] = wrk.format("GET", path)
  end
end

function request()
  turn = turn % #ready + 1
  return ready[turn]
end

function done(summary, latency)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    "COUNTED %d %d %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.bytes, errors.status, broken,
    latency:percentile(50), latency:percentile(99)
  ))
end
