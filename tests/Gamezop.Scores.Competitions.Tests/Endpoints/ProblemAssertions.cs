using System.Net;
using System.Text.Json;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

internal static class ProblemAssertions
{
    /// <summary>Checks for an RFC 9457 answer and gives its detail.</summary>
    public static async Task<string> ShouldBeProblemAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await asked;
        string body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(status, body);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        JsonElement problem = JsonDocument.Parse(body).RootElement;
        problem.GetProperty("status").GetInt32().Should().Be((int)status);
        problem.GetProperty("title").GetString().Should().NotBeEmpty();
        return problem.GetProperty("detail").GetString()!;
    }
}
