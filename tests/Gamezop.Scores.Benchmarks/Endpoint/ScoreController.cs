using Microsoft.AspNetCore.Mvc;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>The same work as an MVC controller.</summary>
[ApiController]
[Route(EndpointVariants.Route)]
public sealed class ScoreController(HandwrittenHandler handler, HandwrittenMeter meter) : ControllerBase
{
    [HttpPost]
    public async Task<IActionResult> PostAsync([FromHeader(Name = "api-key")] string? key, [FromBody] HandwrittenScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (!HandwrittenKey.IsRight(key))
            return Unauthorized();
        if (!score.IsValid())
            return BadRequest();
        await handler.HandleAsync(score);
        meter.Count(score.State);
        return Ok();
    }
}
