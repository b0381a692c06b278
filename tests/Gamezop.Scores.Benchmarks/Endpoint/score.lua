-- Calls as Gamezop makes them, made before the clock runs: users, sessions and plays differ, games and countries repeat.
-- With a number (a time in milliseconds) as argument no call is ever the same as another: timestamps go on from there, ten calls in each millisecond.
local games = { "NyM_JGWcx", "NkxfOJM-qg", "SkhljT2fdgb", "BkdJhTX50B", "H1IEpMJP17e", "rkAXTzkD5kX", "S1Wrpf1v5ym", "r1K-J36J6Yl" }
local countries = { "IN", "US", "BR", "ID", "DE" }
local states = { "playing", "playing", "playing", "levelup", "playing", "over", "start", "playing" }
local calls, heads, tails, next_call, sent, seed = {}, {}, {}, 0, 0, nil

function init(args)
  seed = tonumber(args[1])
  math.randomseed(20261123 + (seed or 0))
  local headers = { ["Content-Type"] = "application/json", ["api-key"] = "benchmark-key-0123456789abcdef" }
  for i = 1, 20000 do
    local game = games[math.random(#games)]
    local started = states[i % #states + 1] == "start"
    local body = string.format(
      '{"gameCode":"%s","sessionId":"%08x-%04x-4%03x-8%03x-%012x","gamePlayId":"%08x-%04x-4%03x-9%03x-%012x","timestamp":%d,"score":%d,"leaderboardId":"%s_default","subId":"%03d-%03d-%03d","country":"%s","duration":%d,"state":"%s"}',
      game, math.random(0, 2^31), math.random(0, 65535), math.random(0, 4095), math.random(0, 4095), math.random(0, 2^31),
      math.random(0, 2^31), math.random(0, 65535), math.random(0, 4095), math.random(0, 4095), math.random(0, 2^31),
      1763900000000 + math.random(0, 2^31), started and 0 or math.random(0, 5000), game,
      math.random(0, 999), math.random(0, 999), math.random(0, 999), countries[math.random(#countries)],
      started and 0 or math.random(0, 600000), states[i % #states + 1])
    calls[i] = wrk.format("POST", nil, headers, body)
    local from, to = calls[i]:find('"timestamp":%d+')
    heads[i], tails[i] = calls[i]:sub(1, to - 13), calls[i]:sub(to + 1)
  end
end

function request()
  next_call = next_call % #calls + 1
  if seed then
    sent = sent + 1
    return heads[next_call] .. string.format("%013d", seed + math.floor(sent / 10)) .. tails[next_call]
  end
  return calls[next_call]
end

function done(summary, latency)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  print(string.format("figures %d %d %d %d %d", summary.requests, summary.duration, bad, latency:percentile(50), latency:percentile(99)))
end
