using static Gamezop.Scores.Competitions.SettingText;

namespace Gamezop.Scores.Competitions;

/// <summary>A reward as it is written in configuration.</summary>
internal sealed class RewardSettings
{
    public string? Kind { get; set; }

    public string? Amount { get; set; }

    public string? Data { get; set; }

    /// <summary>Reads the reward.</summary>
    /// <param name="path">Where it stands, for the message.</param>
    /// <exception cref="FormatException">It lacks something, or a text cannot be read; the message names the path.</exception>
    public Reward ToReward(string path)
    {
        if (string.IsNullOrWhiteSpace(Kind))
            throw new FormatException($"{path}:Kind is missing.");
        decimal amount = Read<decimal?>(Amount, null, path, "Amount", text => SettingText.Amount(text) is > 0 and var positive ? positive : throw new FormatException("it must be more than 0."))
            ?? throw new FormatException($"{path}:Amount is missing.");
        return Read(Kind, null, path, "Kind", kind => new Reward(kind, amount) { Data = Data })!;
    }
}
