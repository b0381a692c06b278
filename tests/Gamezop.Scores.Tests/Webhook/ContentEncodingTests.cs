using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>Bodies that are compressed, or say that they are.</summary>
public sealed class ContentEncodingTests
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("deflate", "deflate")]
    [InlineData("GZip", "gzip")]
    [InlineData("zstd", "zstd")]
    [InlineData("identity, br", "br")]
    [InlineData("gzip, br", "gzip, br")]
    [InlineData("x-<script>", "not known")]
    public async Task Without_decompression_the_answer_says_what_the_body_is(string encoding, string shown)
    {
        using var measured = new Measurements();
        await using var host = await ScoresHost.StartAsync();
        measured.Follow(host.Services);

        using var answer = await PostAsync(host, Compress(ScoresHost.Payload(), "gzip"), encoding);

        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        answer.Headers.GetValues("Accept-Encoding").Should().Equal("identity");
        (await DetailAsync(answer)).Should().Contain($"({shown})").And.Contain("Content-Encoding");
        measured.All.Should().ContainSingle(one => one.Name == "gamezop.scores.request.duration").Which.Tags["gamezop.outcome"].Should().Be("encoded");
        host.Logs.All.Should().ContainSingle(line => line.IsOurs(16)).Which.Text.Should().Contain("UseRequestDecompression");
        host.Received.All.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_body_is_is_told_only_to_those_with_the_key()
    {
        await using var host = await ScoresHost.StartAsync();
        using var content = new ByteArrayContent(Compress(ScoresHost.Payload(), "gzip"));
        content.Headers.ContentEncoding.Add("gzip");

        using var answer = await host.PostAsync(content, "wrong");

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity")]
    [InlineData("identity, identity")]
    public async Task No_encoding_by_its_name_is_no_encoding(string encoding)
    {
        await using var host = await ScoresHost.StartAsync();

        using var answer = await PostAsync(host, Encoding.UTF8.GetBytes(ScoresHost.Payload()), encoding);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Behind_the_decompression_a_score_is_read_and_garbage_is_a_bad_request(string encoding)
    {
        await using var host = await ScoresHost.StartAsync(services: services => services.AddRequestDecompression(), app: app => app.UseRequestDecompression());
        var body = Compress(ScoresHost.Payload(), encoding);

        using (var answer = await PostAsync(host, body, encoding))
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        byte[][] broken =
        [
            Encoding.UTF8.GetBytes(ScoresHost.Payload()),
            [.. Enumerable.Repeat((byte)0xFF, 8)],
            [.. Enumerable.Repeat((byte)0xAA, 5_000)],
            body[..(body.Length / 2)],
        ];
        foreach (var bytes in broken)
        {
            using var answer = await PostAsync(host, bytes, encoding);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await DetailAsync(answer)).Should().NotBeEmpty();
        }

        using (var bomb = await PostAsync(host, Compress(ScoresHost.Payload() + new string(' ', 5_000_000), encoding), encoding))
            bomb.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        host.Received.All.Should().ContainSingle();
        host.Logs.Errors.Should().BeEmpty();
        host.Logs.All.Where(line => line.IsOurs(17)).Should().ContainSingle("it is logged once a minute");
    }

    [Fact]
    public async Task An_encoding_that_the_decompression_does_not_know_is_named_too()
    {
        await using var host = await ScoresHost.StartAsync(services: services => services.AddRequestDecompression(), app: app => app.UseRequestDecompression());

        using var answer = await PostAsync(host, [1, 2, 3], "compress");

        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    private static async Task<HttpResponseMessage> PostAsync(ScoresHost host, byte[] body, string encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding).Should().BeTrue();
        return await host.PostAsync(content, ScoresHost.Key);
    }

    private static async Task<string> DetailAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!;
    }

    private static byte[] Compress(string text, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest),
            _ => new ZLibStream(compressed, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
