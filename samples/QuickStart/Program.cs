using Gamezop.Scores;

var builder = WebApplication.CreateBuilder(args);

var scores = builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop"))
    .AddHandler<PrintScores>();

// dotnet run -- --database scores.db: what was answered 200 is kept in a file until it is handled.
if (builder.Configuration["Database"] is { } file)
    scores.UseSqlite($"Data Source={file}");

var app = builder.Build();
app.MapGamezopScores("/games/score");
app.Run();

/// <summary>What this publisher does with a score: prints it.</summary>
internal sealed class PrintScores : IScoreHandler
{
    public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{context.Event.RawState}: user {context.UserId} has {context.Event.Score} in game {context.Event.GameCode}");
        return ValueTask.CompletedTask;
    }
}
