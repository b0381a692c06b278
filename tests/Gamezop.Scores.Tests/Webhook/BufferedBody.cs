using System.Buffers;
using System.IO.Pipelines;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>A body that has arrived whole, to be read any number of times without allocating.</summary>
internal sealed class BufferedBody(byte[] body) : PipeReader
{
    private readonly ReadOnlySequence<byte> _body = new(body);
    private bool _isRead;

    public void Rewind() => _isRead = false;

    public override void AdvanceTo(SequencePosition consumed) => _isRead = consumed.Equals(_body.End);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        new(new ReadResult(_isRead ? ReadOnlySequence<byte>.Empty : _body, isCanceled: false, isCompleted: true));

    public override bool TryRead(out ReadResult result)
    {
        result = new ReadResult(_isRead ? ReadOnlySequence<byte>.Empty : _body, isCanceled: false, isCompleted: true);
        return true;
    }
}
