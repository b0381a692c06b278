using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>
/// Bytes allocated for one call above an endpoint that drains the body and answers 200. Endpoints run on this thread alone with a body
/// that is there already, so that what it allocated is exactly theirs whatever else the machine does.
/// </summary>
public sealed class AllocationTests
{
#if DEBUG
    private const string? NotInDebug = "Debug builds allocate their state machines; run with --configuration Release.";
#else
    private const string? NotInDebug = null;
#endif

    private const int Calls = 500;
    private const int MaxBatches = 400;

    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        """{"gameCode":"NyM_JGWcx","sessionId":"4f1c7a52-91d3-4c0e-8a8e-2f1b7c3d9e10","gamePlayId":"a7d2c3e4-5b6f-4a7b-9c8d-0e1f2a3b4c5d","timestamp":1763900000123,"score":1840,"leaderboardId":"NyM_JGWcx_default","subId":"123-554-111","country":"IN","duration":61500,"state":"playing"}""");

    [Fact(Skip = NotInDebug)]
    public async Task Call_with_a_singleton_handler_allocates_at_most_700_bytes() =>
        (await AboveFloorAsync(services => services.AddSingleton<Nothing>(), 700)).Should().BeInRange(1, 700);

    [Fact(Skip = NotInDebug)]
    public async Task Call_with_a_scoped_handler_allocates_at_most_750_bytes() =>
        (await AboveFloorAsync(services => services.AddScoped<Nothing>(), 750)).Should().BeInRange(1, 750);

    private static async Task<long> AboveFloorAsync(Action<IServiceCollection> addHandler, long goal)
    {
        var builder = WebApplication.CreateBuilder();
        addHandler(builder.Services);
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add(ScoresHost.Key)).AddHandler<Nothing>();
        await using var app = builder.Build();
        app.MapGamezopScores("/sdk");
        app.MapPost("/floor", DrainAsync);
        using var listening = Listen(app.Services);

        var floor = Measure(app, "/floor", long.MaxValue);
        return Measure(app, "/sdk", floor + goal) - floor;
    }

    /// <summary>Tiered compilation brings the figure down in steps until the code is finished, so the least counts; more batches are run while it is above the goal.</summary>
    private static long Measure(WebApplication app, string route, long goal)
    {
        var endpoint = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Single(found => found.RoutePattern.RawText == route);
        var call = new Call(app.Services, endpoint.RequestDelegate!);
        var least = long.MaxValue;
        for (int batch = 0, without = 0; batch < MaxBatches && (without < 30 || least > goal); batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
                call.Run();
            var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
            without = bytes < least ? 0 : without + 1;
            least = Math.Min(least, bytes);

            // Lets the compiler's own thread come to its turn.
            Thread.Sleep(5);
        }

        return least;
    }

    private static async Task DrainAsync(HttpContext context)
    {
        var result = await context.Request.BodyReader.ReadAsync();
        context.Request.BodyReader.AdvanceTo(result.Buffer.End);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static MeterListener Listen(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private sealed class Nothing : IScoreHandler
    {
        public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>One request that can be made again and again; like a server's, its context is reused.</summary>
    private sealed class Call : IHttpResponseFeature, IRequestBodyPipeFeature
    {
        private readonly RequestDelegate _endpoint;
        private readonly BufferedBody _body = new(Payload);
        private readonly FeatureCollection _features = new();
        private readonly DefaultHttpContext _context;
        private readonly HttpRequestFeature _request;
        private readonly List<(Func<object, Task> Callback, object State)> _completed = [];

        public Call(IServiceProvider services, RequestDelegate endpoint)
        {
            _endpoint = endpoint;
            _request = new HttpRequestFeature { Method = "POST", Protocol = "HTTP/1.1" };
            _request.Headers["api-key"] = ScoresHost.Key;
            _request.Headers.ContentLength = Payload.Length;
            _context = new DefaultHttpContext(_features) { ServiceScopeFactory = services.GetRequiredService<IServiceScopeFactory>() };
        }

        public int StatusCode { get; set; }

        public string? ReasonPhrase { get; set; }

        public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

        [Obsolete("Not used by the framework any more.")]
        public Stream Body { get; set; } = Stream.Null;

        public bool HasStarted => false;

        public PipeReader Reader => _body;

        public void Run()
        {
            _body.Rewind();
            Headers.Clear();
            StatusCode = 0;
            _features[typeof(IHttpRequestFeature)] = _request;
            _features[typeof(IHttpResponseFeature)] = this;
            _features[typeof(IRequestBodyPipeFeature)] = this;
            _features[typeof(IServiceProvidersFeature)] = null;
            _context.Initialize(_features);
            Complete(_endpoint(_context));
            foreach (var (callback, state) in _completed)
                Complete(callback(state));
            _completed.Clear();
            _context.Uninitialize();
            if (StatusCode != StatusCodes.Status200OK)
                throw new InvalidOperationException($"Answered {StatusCode}.");
        }

        private static void Complete(Task task)
        {
            if (!task.IsCompletedSuccessfully)
                throw new InvalidOperationException("Everything is there already, so nothing should have to wait.", task.Exception);
        }

        public void OnStarting(Func<object, Task> callback, object state) => throw new NotSupportedException();

        public void OnCompleted(Func<object, Task> callback, object state) => _completed.Add((callback, state));
    }
}
