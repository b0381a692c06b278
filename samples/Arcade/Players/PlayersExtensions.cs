using System.Security.Claims;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Arcade;

internal static class PlayersExtensions
{
    /// <summary>Sign-in, names and pictures, and what a player's open pages are told. The sign-in is a sample: whoever picks a name has it.</summary>
    public static void AddPlayers(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.LoginPath = options.AccessDeniedPath = "/sign-in";
            options.ReturnUrlParameter = "returnUrl";
            options.ExpireTimeSpan = TimeSpan.FromDays(30);
            options.Cookie.Name = "arcade";
        });
        var operators = builder.Configuration.GetSection("Operators").Get<string[]>() ?? [];
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("Operator", policy => policy.RequireClaim(ClaimTypes.NameIdentifier, operators.Append("").ToArray()));

        builder.Services.AddSingleton(new ArcadeDatabase(Path.ChangeExtension(builder.Database(), null) + "-players.db"));
        builder.Services.AddSingleton<PlayerStore>();
        builder.Services.AddSingleton<IPlayerDirectory>(provider => provider.GetRequiredService<PlayerStore>());
        builder.Services.AddSingleton<PlayerFeed>();
        builder.Services.AddSingleton<TellPlayer>();
        builder.Services.AddSingleton<RewardReasons>();
    }

    /// <summary>The file of the setting <c>Database</c>, in the application's folder unless it says where.</summary>
    public static string Database(this WebApplicationBuilder builder) =>
        Path.GetFullPath(builder.Configuration["Database"] ?? "arcade.db", builder.Environment.ContentRootPath);

    public static void MapPlayers(this WebApplication app)
    {
        app.MapGet("/avatars/{id}.svg", Avatar.Draw).ExcludeFromDescription();
        app.MapGet("/me/live", (ClaimsPrincipal user, PlayerFeed feed, CancellationToken aborted) => TypedResults.ServerSentEvents(feed.ReadAsync(user.PlayerId()!, aborted)))
            .RequireAuthorization()
            .ExcludeFromDescription();
    }
}
