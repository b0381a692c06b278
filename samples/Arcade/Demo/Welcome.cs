using Gamezop.Scores.Testing;

namespace Arcade;

/// <summary>What the first look at the console says.</summary>
internal static class Welcome
{
    public static void Print(WebApplication app, string database, GamezopStandIn? standIn)
    {
        var site = app.Urls.First();
        Console.WriteLine(
            $"""

              The Arcade is open:  {site}
              Gamezop:             {standIn?.Url.ToString() ?? "the real one"}{(standIn is null ? "" : " (a stand-in; set Gamezop:Api:Token for the real one)")}
              Scores arrive at:    {site}/games/score
              Operator's page:     {site}/operator (sign in as {app.Configuration["Operators:0"]})
              API, health:         {site}/api, {site}/health
              Database:            {database}

            """);
    }
}
