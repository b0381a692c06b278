using Gamezop.Scores.Benchmarks.Endpoint;
using Gamezop.Scores.Benchmarks.Events;
using Gamezop.Scores.Benchmarks.GameUrls;
using Gamezop.Scores.Benchmarks.Inbox;
using Gamezop.Scores.Benchmarks.Leaderboards;
using Gamezop.Scores.Benchmarks.Targets;
using Gamezop.Scores.Benchmarks.Tournaments;

return args switch
{
    ["parse", ..] => ParseBenchmark.Run(),
    ["urls", ..] => GameUrlsBenchmark.Run(),
    ["endpoint", ..] => await EndpointBenchmark.RunAsync(args),
    ["endpoint-allocations"] => await EndpointAllocations.RunAsync(),
    ["durable", ..] => await DurableBenchmark.RunAsync(args),
    ["inbox", ..] => await InboxBenchmark.RunAsync(args),
    ["inbox-worker", ..] => await WorkerBenchmark.RunAsync(args),
    ["inbox-isolation", ..] => await IsolationBenchmark.RunAsync(args),
    ["ranks", .. var rest] => RanksBenchmark.Run(rest),
    ["ranks-sqlite", ..] => await SqliteRanksBenchmark.RunAsync(args),
    ["worker-boards", ..] => await WorkerBoardsBenchmark.RunAsync(args),
    ["targets", .. var rest] => await TargetsBenchmark.RunAsync(rest),
    ["tournaments", .. var rest] => await TournamentsBenchmark.RunAsync(rest),
    ["tournament-settle", .. var rest] => await SettleBenchmark.RunAsync(rest),
    [SettleServer.Command, var folder] => await SettleServer.RunAsync(folder),
    [EndpointServer.Command, var variant] => await EndpointServer.RunAsync(variant),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a benchmark: parse, urls, endpoint, endpoint-allocations, durable, inbox, inbox-worker, inbox-isolation, ranks, ranks-sqlite, worker-boards, targets, tournaments, tournament-settle");
    return 2;
}
