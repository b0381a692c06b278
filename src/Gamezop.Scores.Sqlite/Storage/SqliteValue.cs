namespace Gamezop.Scores.Sqlite;

/// <summary>A value on its way into a statement, without a box around it.</summary>
internal readonly struct SqliteValue
{
    private SqliteValue(SqliteValueKind kind) => Kind = kind;

    public SqliteValueKind Kind { get; }

    public long Integer { get; private init; }

    public double Real { get; private init; }

    public string? Text { get; private init; }

    public ReadOnlyMemory<byte> Bytes { get; private init; }

    public static implicit operator SqliteValue(long value) => new(SqliteValueKind.Integer) { Integer = value };

    public static implicit operator SqliteValue(long? value) => value is { } number ? number : default(SqliteValue);

    public static implicit operator SqliteValue(int value) => (long)value;

    public static implicit operator SqliteValue(bool value) => value ? 1L : 0L;

    public static implicit operator SqliteValue(double value) => new(SqliteValueKind.Real) { Real = value };

    public static implicit operator SqliteValue(string? value) => value is null ? default : new(SqliteValueKind.Text) { Text = value };

    public static implicit operator SqliteValue(ReadOnlyMemory<byte> value) => new(SqliteValueKind.Blob) { Bytes = value };

    public static implicit operator SqliteValue(byte[] value) => new(SqliteValueKind.Blob) { Bytes = value };
}
