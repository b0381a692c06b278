using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

/// <summary>Enums as words, e.g. <c>descending</c>.</summary>
internal sealed class CamelCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
