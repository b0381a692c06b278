using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Gamezop.Scores;

/// <summary>The range of a time span. The framework's own attribute converts by reflection, which ahead-of-time compilation cannot do.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    public override bool IsValid(object? value) =>
        value is TimeSpan span
        && span >= TimeSpan.Parse(Minimum, CultureInfo.InvariantCulture)
        && span <= TimeSpan.Parse(Maximum, CultureInfo.InvariantCulture);

    public override string FormatErrorMessage(string name) => $"{name} must be between {Minimum} and {Maximum}.";
}
