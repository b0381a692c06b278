using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.GamezopApi;

public sealed class FailureTests
{
    [Theory]
    [InlineData(401, "*/current/v3/games was answered 401: check the token*")]
    [InlineData(403, "*was answered 403: check the token*")]
    [InlineData(404, "*was answered 404.")]
    [InlineData(204, "*was answered 204.")]
    [InlineData(429, "*was answered 429.")]
    [InlineData(500, "*was answered 500.")]
    public async Task A_refusal_is_an_exception_with_its_status(int status, string message)
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        (await Failure(host)).Should().Match<GamezopApiException>(e => e.StatusCode == (HttpStatusCode)status).And.Match<GamezopApiException>(e => e.InnerException == null)
            .And.Subject.As<Exception>().Message.Should().Match(message);
    }

    [Theory]
    [InlineData("", "*not JSON*")]
    [InlineData("<html>", "*not JSON*")]
    [InlineData("""{"data":[]""", "*not JSON*")]
    [InlineData("""{"data":[]}x""", "*not JSON*")]
    [InlineData("null", "*without the list*")]
    [InlineData("[]", "*without the list*")]
    [InlineData("{}", "*without the list*")]
    [InlineData("""{"data":null}""", "*without the list*")]
    [InlineData("""{"data":{"error":"no"}}""", "*without the list*")]
    [InlineData("""{"error":"expired"}""", "*without the list*")]
    public async Task An_answer_that_is_none_is_an_exception(string body, string message)
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.AnswerWith(body);
        GamezopApiException exception = await Failure(host);
        exception.StatusCode.Should().Be(HttpStatusCode.OK);
        exception.Message.Should().Match(message).And.NotContain("expired");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":5}""")]
    public async Task Leaderboards_without_a_list_are_an_exception(string body)
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.AnswerWith(body);
        await host.Api.Invoking(a => a.GetLeaderboardsAsync("NyM_JGWcx")).Should().ThrowAsync<GamezopApiException>();
    }

    [Fact]
    public async Task A_connection_that_is_refused_or_broken_off_is_an_exception()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.Answer = async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("""{"data":[""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        (await Failure(host)).InnerException.Should().NotBeNull();

        await using GamezopHost nobody = await GamezopHost.StartAsync(options => options.BaseAddress = new Uri("http://127.0.0.1:1"));
        GamezopApiException exception = await Failure(nobody);
        exception.StatusCode.Should().BeNull();
        exception.InnerException.Should().BeOfType<HttpRequestException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_does_not_come_or_does_not_end_is_given_up(bool begun)
    {
        await using GamezopHost host = await GamezopHost.StartAsync(client: c => c.ConfigureHttpClient(http => http.Timeout = TimeSpan.FromMilliseconds(200)));
        host.Answer = async context =>
        {
            if (begun)
            {
                await context.Response.WriteAsync("""{"data":[""");
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        (await Failure(host)).Message.Should().EndWith("was not answered in time.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_over_the_limit_is_not_read(bool compressed)
    {
        await using GamezopHost host = await GamezopHost.StartAsync(options => options.MaxResponseBytes = 1024);
        string Sized(int length) => "{\"data\":[],\"x\":\"" + new string('x', length - 18) + "\"}";
        async Task Write(HttpContext context, int length)
        {
            byte[] body = Encoding.UTF8.GetBytes(Sized(length));
            body.Length.Should().Be(length);
            if (compressed)
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using GZipStream gzip = new(context.Response.Body, CompressionLevel.Fastest);
                await gzip.WriteAsync(body);
            }
            else
            {
                await context.Response.Body.WriteAsync(body);
            }
        }

        host.Answer = context => Write(context, 1025);
        (await Failure(host)).Message.Should().Contain("more than the 1024 bytes");
        host.Answer = context => Write(context, 1024);
        (await host.Api.GetGamesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Neither_logs_nor_exceptions_hold_the_token()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        await host.Api.GetGamesAsync();
        host.AnswerWith(GamezopHost.Token, 401);
        string exception = (await host.Api.Invoking(a => a.GetLeaderboardsAsync("NyM_JGWcx")).Should().ThrowAsync<GamezopApiException>()).Which.ToString();
        exception.Should().NotContain(GamezopHost.Token);
        host.Requests.Should().OnlyContain(r => r.Authorization!.EndsWith(GamezopHost.Token));
        host.Logs.All.Should().NotBeEmpty().And.NotContain(line => line.Text.Contains(GamezopHost.Token));
    }

    [Fact]
    public async Task A_redirect_does_not_carry_the_token_away()
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        host.Answer = context =>
        {
            if (context.Request.Path != "/elsewhere")
                context.Response.Redirect("/elsewhere");
            return context.Response.WriteAsync("""{"data":[]}""");
        };
        await host.Api.GetGamesAsync();
        host.Requests.Last().Should().Be(("GET /elsewhere", null));
    }

    [Fact]
    public async Task A_publishers_handler_stands_in_the_way_of_each_request()
    {
        await using GamezopHost host = await GamezopHost.StartAsync(client: c => c.AddHttpMessageHandler(() => new Broken()));
        (await Failure(host)).InnerException.Should().BeOfType<InvalidOperationException>();
        host.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a&b")]
    [InlineData("a b")]
    [InlineData("é")]
    public async Task What_can_be_no_game_code_is_not_asked_for(string code)
    {
        await using GamezopHost host = await GamezopHost.StartAsync();
        await host.Api.Invoking(a => a.GetLeaderboardsAsync(code)).Should().ThrowAsync<ArgumentException>();
        await host.Api.Invoking(a => a.GetLeaderboardsAsync(new string('x', 65))).Should().ThrowAsync<ArgumentException>();
        await host.Api.Invoking(a => a.GetGamesInLanguageAsync(code)).Should().ThrowAsync<ArgumentException>();
        host.Requests.Should().BeEmpty();
    }

    private static async Task<GamezopApiException> Failure(GamezopHost host) =>
        (await host.Api.Invoking(a => a.GetGamesAsync()).Should().ThrowAsync<GamezopApiException>()).Which;

    private sealed class Broken : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new InvalidOperationException("open circuit");
    }
}
