using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>The servers that are compared. All but the floor do the same work: key, parsing, validation, one handler, metrics that are listened to.</summary>
internal static class EndpointVariants
{
    public const string Floor = "floor";
    public const string Route = "/games/score";
    public const string Key = "benchmark-key-0123456789abcdef";

    public const string InRequest = "sdk";
    public const string Durable = "durable";
    public const string DurableBusy = "durable-busy";

    public static IReadOnlyList<string> All { get; } = [Floor, "handwritten", "mvc", InRequest, "sdk-scoped"];

    public static WebApplication Build(string variant)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Action<WebApplication> map = variant switch
        {
            Floor => app => app.MapPost(Route, DrainAsync),
            "handwritten" => HandwrittenEndpoint.Add(builder),
            "mvc" => AddController(builder),
            InRequest => AddSdk(builder, services => services.AddSingleton<CountingHandler>()),
            "sdk-scoped" => AddSdk(builder, services => services.AddScoped<CountingHandler>()),
            Durable => DurableServer.Add(builder, isBusy: false),
            DurableBusy => DurableServer.Add(builder, isBusy: true),
            _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, $"The variants are {string.Join(", ", All)}, {Durable}, {DurableBusy}."),
        };
        WebApplication app = builder.Build();
        map(app);
        return app;
    }

    private static async Task DrainAsync(HttpContext context)
    {
        PipeReader reader = context.Request.BodyReader;
        ReadResult result;
        do
        {
            result = await reader.ReadAsync();
            reader.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static Action<WebApplication> AddController(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HandwrittenHandler>().AddSingleton<HandwrittenMeter>();
        builder.Services.AddControllers().AddApplicationPart(typeof(ScoreController).Assembly)
            .AddJsonOptions(options => options.JsonSerializerOptions.TypeInfoResolverChain.Insert(0, HandwrittenJson.Default));
        return app => app.MapControllers();
    }

    private static Action<WebApplication> AddSdk(WebApplicationBuilder builder, Action<IServiceCollection> addHandler)
    {
        addHandler(builder.Services);
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add(Key)).AddHandler<CountingHandler>();
        return app =>
        {
            Listening.Start("Gamezop.Scores");
            app.MapGamezopScores(Route);
        };
    }
}
