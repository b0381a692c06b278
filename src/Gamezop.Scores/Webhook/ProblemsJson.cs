using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Gamezop.Scores;

/// <summary>
/// Problem details without reflection, so that they can be written where the application is compiled ahead of time and has no context of
/// its own for them.
/// </summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string))]
internal sealed partial class ProblemsJson : JsonSerializerContext;
