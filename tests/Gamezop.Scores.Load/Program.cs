using Gamezop.Scores.Load;

// Callers and servers in a process of their own: a test sees the server's memory and threads alone, or can kill the server.
return args switch
{
    ["slow", var port, var count] => await SlowCallers.RunAsync(int.Parse(port), int.Parse(count)),
    ["server", var port, var database, var effects, ..] => await DurableServer.RunAsync(int.Parse(port), database, effects, args is [.., "--max-bytes", var max] ? long.Parse(max) : null),
    ["rewards", var port, var database, var effects] => await RewardServer.RunAsync(int.Parse(port), database, effects),
    ["tournaments", var port, var database, var effects, var time] => await TournamentServer.RunAsync(int.Parse(port), database, effects, FastTime.Parse(time)),
    ["million", var database, var count] => await ManyEvents.RunAsync(database, int.Parse(count)),
    _ => 2,
};
