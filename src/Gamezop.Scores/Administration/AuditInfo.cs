namespace Gamezop.Scores;

/// <summary>Who changes something as an operator, and why. Kept with the change, in the same step.</summary>
public sealed class AuditInfo
{
    private readonly string _actor = "";
    private readonly string _reason = "";

    /// <summary>Who does it, e.g. the operator's user name.</summary>
    /// <value>1 to 256 characters.</value>
    public required string Actor
    {
        get => _actor;
        init => _actor = Checked(value, 256, nameof(Actor));
    }

    /// <summary>Why it is done.</summary>
    /// <value>1 to 1,024 characters.</value>
    public required string Reason
    {
        get => _reason;
        init => _reason = Checked(value, 1_024, nameof(Reason));
    }

    private static string Checked(string value, int max, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, name);
        if (value.Length > max)
            throw new ArgumentException($"{name} is at most {max} characters long.", name);
        return value;
    }
}
