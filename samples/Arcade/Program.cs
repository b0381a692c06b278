using Arcade;

var builder = WebApplication.CreateBuilder(args);

// The stand-in for Gamezop posts scores to this very site, whose address is known when it is up.
using var site = new HttpClient();
await using var standIn = await StandIn.StartUnlessRealAsync(builder.Configuration, site);

var gamezop = builder.Configuration.GetSection("Gamezop");
PublishedKeys.RefuseWithRealGamezop(gamezop);
builder.Services.AddGamezopApi(gamezop.GetSection("Api")).AddStandardResilienceHandler();
builder.Services.AddGamezopScores(gamezop)
    .AddHandler<TellPlayer>()
    .UseSqlite($"Data Source={builder.Database()}")
    .AddLeaderboards()
    .AddTournaments()
    .AddTargets()
    .AddRewardHandler<Wallet>()
    .AddPlausibility();

builder.AddPlayers();
builder.AddPages();
builder.AddTelemetry();
if (builder.Configuration.GetValue<bool>("Demo"))
    builder.Services.AddHostedService<DemoPlayers>();

var app = builder.Build();
app.UsePages();
app.MapGamezopScores("/games/score");
app.MapGamezopCompetitions("/competitions", options => options.CurrentUser = context => context.User.PlayerId());
app.MapPlayers();
app.Lifetime.ApplicationStarted.Register(() =>
{
    site.BaseAddress = new Uri(app.Urls.First());
    Welcome.Print(app, builder.Database(), standIn);
});
await app.RunAsync();
