using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>One stream of server-sent events: the first state of each ranking, then what changes, and a sign of life where nothing does.</summary>
internal sealed class LiveStream(LiveSubscription subscription, PipeWriter output, string?[] sent, TimeProvider time)
{
    /// <summary>How often something is sent at least: proxies close what is silent, often after 30 or 60 seconds.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a write may wait for the reader.</summary>
    public static readonly TimeSpan SlowReaderLimit = TimeSpan.FromSeconds(10);

    private int _beat;

    /// <summary>Whether the last write still waits for the reader.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>
    /// What the last event said had been sent, a tag for each ranking. What can be no tag of ours is taken as nothing: it would be sent
    /// back as it is.
    /// </summary>
    public static string?[] Resume(string? lastEventId, int rankings)
    {
        var tags = lastEventId?.Length <= rankings * (ContentTag.Length + 1) ? lastEventId.Split('.') : [];
        return tags.Length == rankings && tags.All(static tag => tag.Length == 0 || ContentTag.IsOne(tag)) ? tags : new string?[rankings];
    }

    /// <summary>Sends until cancelled.</summary>
    /// <exception cref="TimeoutException">The reader is too slow.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await using ITimer heart = time.CreateTimer(static stream => ((LiveStream)stream!).Beat(), this, Heartbeat, Heartbeat);
        while (true)
        {
            await subscription.WaitAsync(cancellationToken);
            bool beat = Interlocked.Exchange(ref _beat, 0) == 1;
            if (await SendChangesAsync(cancellationToken))
            {
                // What changes meanwhile is sent together, in its latest state.
                await Task.Delay(LiveFeeds.Pace, time, cancellationToken);
            }
            else if (beat)
            {
                output.Write(":\n\n"u8);
                await FlushAsync(cancellationToken);
            }
        }
    }

    private void Beat()
    {
        Interlocked.Exchange(ref _beat, 1);
        subscription.Wake();
    }

    private async ValueTask<bool> SendChangesAsync(CancellationToken cancellationToken)
    {
        var any = false;
        for (var i = 0; i < sent.Length; i++)
        {
            // A frame that is too short for this stream is about to be replaced.
            if (subscription.Feeds[i].Frame is not { } frame || frame.Limit < subscription.Limit || frame.Tag(subscription.Limit) is var tag && tag == sent[i])
                continue;
            sent[i] = tag;
            any = true;
            Write(frame);
            await FlushAsync(cancellationToken);
        }

        return any;
    }

    private void Write(LiveFrame frame)
    {
        output.Write("event: leaderboard\nid: "u8);
        for (var i = 0; i < sent.Length; i++)
        {
            if (i > 0)
                output.Write("."u8);
            Encoding.ASCII.GetBytes(sent[i], output);
        }

        output.Write("\n"u8);
        frame.Write(output, subscription.Limit);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        ValueTask<FlushResult> flushed = output.FlushAsync(cancellationToken);
        IsBlocked = !flushed.IsCompleted;
        if (IsBlocked)
            await flushed.AsTask().WaitAsync(SlowReaderLimit, time, cancellationToken);
        else
            await flushed;
        IsBlocked = false;
    }
}
