-- Asks for addresses out of a file, at random; each line is an address, a tab, and the cookie it is asked with.
local visits, seed = {}, 0

function setup(thread)
  seed = seed + 1
  thread:set("seed", seed)
end

function init(arguments)
  math.randomseed(os.time() + (seed or 0))
  for line in io.lines(arguments[1]) do
    local path, cookie = line:match("^([^\t]+)\t(.*)$")
    visits[#visits + 1] = wrk.format("GET", path, { Cookie = cookie, Host = "127.0.0.1" })
  end
end

function request()
  return visits[math.random(#visits)]
end

function done(summary, latency, _requests)
  local form = 'JSON {"rps":%.2f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"n":%d,"bad":%d,"bytes":%.0f}\n'
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout + summary.errors.status
  io.write(form:format(summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, summary.requests, bad,
    summary.bytes / math.max(1, summary.requests)))
end
